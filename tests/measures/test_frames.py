"""Codebooks, seeds and emphasis: oracles, properties and every way in which a codebook can be wrong."""

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis import assets, schema
from analysis.corpus import encoded, segment
from analysis.errors import DataError
from analysis.measures import frames
from analysis.measures.frames import background, books, emphasis, seeds, vectors

GENERIC = frames.codebook("generic")
HEAD = 'name = "mine"\nversion = "3"\nlicence = "CC0"\ncitation = "me"\n'


def book_of(*patterns: str, excludes: tuple[str, ...] = ()) -> frames.Codebook:
    return frames.Codebook("mine", "1", "", "", (frames.Frame("only", "Only", "", "", patterns, excludes),))


def articles_of(*bodies: str | None, title: str | None = None) -> pd.DataFrame:
    ids = [f"{number:016x}" for number in range(len(bodies))]
    return pd.DataFrame({"article_id": ids, "title": title, "body": list(bodies)})


def measured(articles: pd.DataFrame, book: frames.Codebook = GENERIC, voice: str = "own") -> pd.DataFrame:
    return frames.of_articles(articles, segment.of_articles(articles).assign(voice=voice), book)


def written(folder: Path, content: str, name: str = "mine.toml") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


# Codebooks


@pytest.mark.parametrize("name", ["generic", "policy", "summits"])
def test_a_shipped_codebook_is_complete(name):
    book = frames.codebook(name)
    assert book.licence == "MIT"
    assert book.citation
    for frame in book.frames:
        assert frame.definition.endswith("."), frame.name
        assert frame.question.endswith("?"), frame.name
        assert len(frame.seeds) >= 30, frame.name


def test_the_shipped_codebooks_hold_the_frames_that_are_promised():
    five = {"conflict", "human_interest", "economic", "moral", "responsibility"}
    assert five <= set(GENERIC.names)
    assert len(frames.codebook("policy").frames) == 14
    assert frames.codebook("summits").names == [
        "threat", "deterrence", "negotiation", "sanctions", "denuclearisation", "human_cost", "pageantry", "distrust",
        "alliance",
    ]  # fmt: skip


def test_a_user_brings_a_codebook_by_adding_a_file(tmp_path, monkeypatch):
    (tmp_path / "frames").mkdir()
    written(tmp_path / "frames", HEAD + '[[frames]]\nname = "water"\nseeds = ["flood*", "drought"]\n')
    monkeypatch.setattr(assets, "DATA", tmp_path)
    assert frames.codebooks() == ["mine"]
    book = books._built(books._from_toml((tmp_path / "frames" / "mine.toml").read_text(), "mine"), "mine")
    assert (book.key, book.names) == ("mine 3", ["water"])


def test_a_codebook_is_read_by_its_path_whatever_its_format(tmp_path):
    toml = written(tmp_path, HEAD + '[[frames]]\nname = "water"\nlabel = "Water"\nseeds = ["flood*", "drought"]\n')
    table = "# version: 3\n# licence: CC0\n# citation: me\nframe;seed;label\nwater;flood*;Water\nwater;drought;\n"
    assert frames.codebook(written(tmp_path, table, "mine.csv")) == frames.codebook(toml)


FRAME = HEAD + '[[frames]]\nname = "water"\nseeds = %s\n'
BAD = {
    "frame 'water' appears twice": FRAME % '["flood"]' + '[[frames]]\nname = "water"\nseeds = ["rain"]\n',
    "frame 'water' has no seeds": FRAME % "[]",
    "seed 'of the' is made of stop words only": FRAME % '["of the"]',
    r"seed '/flood\(/' is not a readable regular expression": FRAME % "['/flood(/']",
    "a repetition inside a repetition": FRAME % "['/(a+)+b/']",
    "matches any word": FRAME % "['/.*/']",
    "would match too many words": FRAME % '["a*"]',
    "holds no word": FRAME % '["!!!"]',
    "at most 200 are accepted": FRAME % f'["{"flood " * 60}"]',
    "'водой'.*only English|holds 'в'": FRAME % '["водой"]',
    "its language is 'de'": 'language = "de"\n' + FRAME % '["Flut"]',
    "of its 10 different words occur in English news": FRAME
    % '["verhandlung", "frieden*", "gespräche", "drohung", "waffen", "flucht", "hilfe", "abkommen", "gipfel", "zölle"]',
    "both a seed and an exclusion": FRAME % '["flood"]' + 'excludes = ["Flood"]\n',
    "must be a list of texts": FRAME % "[1, 2]",
    "must be text in quotation marks": HEAD + '[[frames]]\nname = 7\nseeds = ["flood"]\n',
    "frame 1 has no name": HEAD + '[[frames]]\nseeds = ["flood"]\n',
    "it has no frames": HEAD,
    "not valid TOML": "name = ",
    "at most 60 are accepted": HEAD + "".join(f'[[frames]]\nname = "f{n}"\nseeds = ["flood"]\n' for n in range(61)),
    "has 5,001 seeds": FRAME % str([f"flood{n}" for n in range(5_001)]),
    "at most 2,000,000 are read": FRAME % str([f"flood{n}" for n in range(200_000)]),
}


@pytest.mark.parametrize("message", BAD)
def test_a_wrong_codebook_is_refused_in_one_sentence(message, tmp_path):
    with pytest.raises(DataError, match=message) as caught:
        frames.codebook(written(tmp_path, BAD[message]))
    assert "\n" not in str(caught.value).split(" (at line")[0]
    assert "mine" in str(caught.value)


def test_a_csv_codebook_needs_its_columns(tmp_path):
    with pytest.raises(DataError, match="'frame' and 'seed' are needed"):
        frames.codebook(written(tmp_path, "topic,word\nwater,flood\n", "mine.csv"))


def test_a_codebook_that_is_not_there_names_those_that_are(tmp_path):
    with pytest.raises(DataError, match="there is no codebook 'horoscope'; there are generic, policy, summits"):
        frames.codebook("horoscope")
    with pytest.raises(DataError, match="there is no file"):
        frames.codebook(tmp_path / "none.toml")
    binary = tmp_path / "picture.toml"
    binary.write_bytes(b"\x89PNG\xff")
    with pytest.raises(DataError, match="not a text file in UTF-8"):
        frames.codebook(binary)


# Seeds


def slow_count(text: str, patterns: list[str], excludes: list[str]) -> int:
    """Count the hits of one frame by walking through the words: the same rule, written another way."""
    words = [seeds.normalised(word) for word in seeds.WORD.findall(text)]

    def reach(place: int, phrases: list[str]) -> int:
        longest = 0
        for phrase in phrases:
            parts = phrase.replace("-", " ").split()
            here = words[place : place + len(parts)]
            fits = [w.startswith(p[:-1]) if p.endswith("*") else w == p for w, p in zip(here, parts, strict=False)]
            if len(here) == len(parts) and all(fits):
                longest = max(longest, len(parts))
        return longest

    banned = {step for place in range(len(words)) for step in range(place, place + reach(place, excludes))}
    count = place = 0
    while place < len(words):
        # All seeds at a place are tried, the longest that no exclusion touches first.
        lengths = sorted({reach(place, [phrase]) for phrase in patterns} - {0}, reverse=True)
        good = [n for n in lengths if not banned & set(range(place, place + n))]
        count += bool(good)
        place += good[0] if good else 1
    return count


WORDS = st.sampled_from(["trade", "war", "wars", "Trade", "star", "on", "peace", "talks", "talk’s", "cease-fire", "."])


@given(st.lists(WORDS, max_size=25))
def test_hits_agree_with_a_plain_walk_through_the_words(words):
    patterns, excludes = ["trade war*", "war", "talk*", "cease-fire", "peace"], ["star wars", "talks on", "on peace"]
    text = " ".join(words)
    find = seeds.matcher([(patterns, excludes)])
    assert len(find.hits(seeds.tokens([text]))) == slow_count(text, patterns, excludes)


@given(st.lists(st.text(alphabet="aB é-’'.\x00\n1&", max_size=12), max_size=6))
def test_words_are_those_of_each_text_alone(texts):
    cut = seeds.tokens(texts)
    for place, text in enumerate(texts):
        words = [cut.vocabulary[number] for number in cut.ids[cut.edges[place] : cut.edges[place + 1]]]
        assert words == [seeds.normalised(word) for word in seeds.WORD.findall(text)]
    assert len(cut.edges) == len(texts) + 1


def test_a_phrase_never_reaches_from_one_text_into_the_next():
    find = seeds.matcher([(["trade war"], [])])
    assert len(find.hits(seeds.tokens(["a trade", "war"]))) == 0


def test_a_regular_expression_must_fit_a_whole_word():
    find = seeds.matcher([(["/colou?rs?/ war"], [])])
    assert len(find.hits(seeds.tokens(["Colours war, color war, colourful war"]))) == 2


def test_hits_point_at_their_words():
    text = "“Talks” on a cease-fire collapsed; North Korea’s leader prayed."
    book = book_of("cease fire", "pray*", "north korea", "talks")
    spans = frames.hits_in(text, book)
    assert [text[start:end] for start, end in zip(spans["start"], spans["end"], strict=True)] == [
        "Talks", "cease-fire", "North Korea’s", "prayed",
    ]  # fmt: skip
    assert frames.hits_in("", book).empty


# Vectors


def test_a_sentence_vector_is_the_packages_own():
    # Lower-case, without punctuation and apostrophes, where the two cut words in the same way.
    texts = ["the president met his counterpart", "prices rose again", "sanctions"]
    theirs = assets.embedding().embed(texts, norm=True)
    assert np.allclose(vectors.of_texts(seeds.tokens(texts)), theirs, atol=1e-5)


def test_a_text_without_words_has_no_direction():
    assert not vectors.of_texts(seeds.tokens(["...", ""])).any()
    assert vectors.of_texts(seeds.tokens([])).shape == (0, 256)


# Emphasis


def test_the_table_conforms_and_is_in_order():
    table = measured(articles_of("Prices rose.", None))
    assert len(schema.conform(table, schema.FRAMES)) == 2 * len(GENERIC.frames) * 3
    assert list(table["frame"][::3][:6]) == GENERIC.names
    assert list(table["voice"][:3]) == ["own", "attributed", "all"]
    assert table["codebook"].unique().tolist() == ["generic 1"]


def test_salience_is_hits_per_thousand_words():
    table = measured(articles_of("Prices rose and prices fell. " + "Nobody came. " * 5), book_of("price*", "fell"))
    row = table[table["voice"] == "all"].iloc[0]
    assert (row["hits"], row["salience"]) == (3, pytest.approx(1000 * 3 / 15))


def test_emphasis_is_what_the_formula_says():
    body = "The bank cut prices. Families wept."
    table = measured(articles_of(body))
    known = emphasis.calibration(GENERIC)
    for number, frame in enumerate(GENERIC.frames):
        hits = len(frames.hits_in(body, books.Codebook("x", "1", "", "", (frame,))))
        rate = known.rates[number]
        words = math.log((hits + 100 * rate) / ((6 + 100) * rate))
        parts = [vectors.of_texts(seeds.tokens([part]))[0] for part in ("The bank cut prices.", "Families wept.")]
        meaning = (4 * parts[0] + 2 * parts[1]) @ vectors.centroid(frame.seeds) / 6
        both = (words - known.article_words[0][number]) / known.article_words[1][number]
        both += (meaning - known.article_meaning[0][number]) / known.article_meaning[1][number]
        got = table[(table["frame"] == frame.name) & (table["voice"] == "all")]["emphasis"].iloc[0]
        assert got == pytest.approx(both / known.article_spread[number], abs=1e-3)


def test_mixed_sentences_count_in_all_and_in_no_single_voice():
    articles = articles_of("Prices rose. Prices fell. Prices doubled, he said.")
    sentences = segment.of_articles(articles).assign(voice=["own", "attributed", "mixed"])
    table = frames.of_articles(articles, sentences, book_of("price*"))
    assert table.set_index("voice")["hits"].to_dict() == {"own": 1, "attributed": 1, "all": 3}
    assert table.set_index("voice")["salience"].round(2).to_dict() == {"own": 500, "attributed": 500, "all": 375}


def test_a_voice_without_words_is_empty_and_not_zero():
    table = measured(articles_of("Prices rose."), voice="own")
    nobody = table[table["voice"] == "attributed"]
    assert nobody[["salience", "emphasis"]].isna().all(axis=None)
    assert (nobody["hits"] == 0).all()


def test_an_article_in_another_language_is_empty():
    articles = articles_of("Die Preise in Berlin.", "Prices rose.", "Prices rose.").assign(language=["de", "en", "und"])
    table = measured(articles)
    assert table.groupby("article_id")["emphasis"].count().tolist() == [0, 12, 12]
    sentences = frames.of_sentences(articles, segment.of_articles(articles), GENERIC)
    assert sentences.groupby("article_id")["emphasis"].count().tolist() == [0, 6, 6]


def test_articles_without_title_body_or_words_are_empty():
    table = measured(articles_of("", None, "… !"))
    assert len(table) == 3 * len(GENERIC.frames) * 3
    assert table[["salience", "emphasis"]].isna().all(axis=None)


def test_no_articles_make_an_empty_table():
    none = articles_of()
    sentences = segment.of_articles(none).assign(voice=pd.Series(dtype="str"))
    assert len(schema.conform(frames.of_articles(none, sentences, GENERIC), schema.FRAMES)) == 0
    assert len(frames.of_sentences(none, sentences, GENERIC)) == 0


def test_sentences_without_voice_are_refused():
    articles = articles_of("Prices rose.")
    with pytest.raises(DataError, match="has no column 'voice'"):
        frames.of_articles(articles, segment.of_articles(articles), GENERIC)


def test_a_headline_alone_is_measured():
    table = measured(articles_of(None, title="Families mourn victims of the flood"))
    own = table[(table["frame"] == "human_interest") & (table["voice"] == "own")].iloc[0]
    assert own["hits"] == 3
    assert own["emphasis"] > 1


TEXTS = st.lists(
    st.lists(st.sampled_from("prices rose families wept talks stalled the of a".split()), max_size=12).map(" ".join),
    min_size=1,
    max_size=4,
)


@given(TEXTS)
@settings(max_examples=25)
def test_each_article_is_measured_by_itself(bodies):
    articles = articles_of(*bodies)
    together = measured(articles)
    alone = pd.concat([measured(articles.iloc[[place]]) for place in range(len(articles))], ignore_index=True)
    pd.testing.assert_frame_equal(together, alone)


def test_the_order_of_articles_changes_no_value():
    articles = articles_of("Prices rose. Talks stalled.", "Families wept and prayed.", "They voted.")
    forth, back = measured(articles), measured(articles.iloc[::-1])
    key = ["article_id", "frame", "voice"]
    pd.testing.assert_frame_equal(
        forth.sort_values(key, ignore_index=True), back.sort_values(key, ignore_index=True), check_categorical=False
    )


@given(st.lists(st.text(alphabet="aé’'-. \n_İ”x7", max_size=25), max_size=4))
@example(["77.İ", "It closed on Sunday.Police said so"])
def test_words_of_sentences_are_those_of_their_texts(bodies):
    articles = articles_of(*bodies)
    sentences = segment.of_articles(articles)
    cut = seeds.of_sentences(encoded.of_articles(articles), articles, sentences)
    plain = seeds.tokens(segment.texts_of(sentences, articles).tolist())
    assert [cut.vocabulary[word] for word in cut.ids] == [plain.vocabulary[word] for word in plain.ids]
    assert cut.edges.tolist() == plain.edges.tolist()


@given(st.text(max_size=30))
def test_words_cut_together_have_the_pieces_that_they_have_alone(text):
    words = seeds.tokens([text]).vocabulary
    tokenizer = assets.embedding().tokenizer
    pieces, edges = vectors._pieces(words)
    alone = [tokenizer.encode(word, add_special_tokens=False).ids for word in words]
    assert [own.tolist() for own in np.split(pieces, edges[1:-1])] == (alone or [[]])


def test_blocks_change_nothing(monkeypatch):
    articles = articles_of("Prices rose. Talks stalled. Families wept.", "They prayed. They sued.")
    whole = measured(articles)
    monkeypatch.setattr(vectors, "ROWS", 2)
    pd.testing.assert_frame_equal(measured(articles), whole)


def test_a_sentence_ranks_by_its_frame():
    articles = articles_of("Prices and wages rose. Mothers wept for their children. He accused his rivals of lying.")
    found = frames.of_sentences(articles, segment.of_articles(articles), GENERIC)
    top = found.loc[found.groupby("frame", observed=True)["emphasis"].idxmax()].set_index("frame")["sentence"]
    assert (top["economic"], top["human_interest"], top["conflict"]) == (0, 1, 2)


# The background


def test_the_background_counts_words_and_common_phrases_as_the_matcher_does():
    known = background.load()
    texts = ["trade war", "star wars", "the white house"]
    assert all(word in known.words for text in texts for word in text.split())
    find = seeds.matcher([(["white house", "house"], []), (["house"], ["white house"])])
    both = background.hits(find)
    house = np.asarray(known.word_counts[:, known.words.index("house")].todense()).ravel()
    pair = np.asarray(known.pair_counts[:, known.pairs.index("white house")].todense()).ravel()
    assert both[:, 0].tolist() == house.tolist()
    assert both[:, 1].tolist() == np.maximum(house - pair, 0).tolist()
    assert pair.sum() > 100


@pytest.mark.parametrize("name", ["generic", "policy", "summits"])
def test_the_background_itself_has_mean_0_and_spread_1(name):
    book = frames.codebook(name)
    known, other = emphasis.calibration(book), background.load()
    hits = background.hits(books.matcher(book))
    part = emphasis._Measured(hits, other.n_words, other.vectors @ known.centroids.T)
    values = emphasis._of_articles(part, known)
    assert np.allclose(values.mean(axis=0), 0, atol=1e-6)
    assert (values.std(axis=0) < 1.0001).all()
    assert (values.std(axis=0) > 0.9).all()


def test_a_frame_that_news_never_mentions_stays_finite():
    table = measured(articles_of("The zyzzyva sat on the flumph. " * 30), book_of("zyzzyva*", "flumph"))
    assert np.isfinite(table[table["voice"] == "all"]["emphasis"]).all()


def test_the_background_holds_nothing_longer_than_two_words():
    assert max(len(pair.split()) for pair in background.load().pairs) == 2
