"""Voice: quotation marks, cues, speakers, blocks, and what must not break on bad text."""

import csv
import gzip
import itertools
import json
import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import assets, schema
from analysis.corpus import segment
from analysis.measures import names, voice
from analysis.measures.voice import blocks, clauses, extract, marks, model, tokens
from analysis.training import voice as training
from analysis.validation import voice as validation


def quoted(text):
    return [text[start:end] for start, end in marks.quotations(text)]


def found(text):
    return [(text[a.start : a.end], a.kind, a.speaker, a.cue, a.cue_kind) for a in voice.spans_of(text)]


def frames(**bodies):
    articles = pd.DataFrame({"article_id": list(bodies), "title": [""] * len(bodies), "body": list(bodies.values())})
    sentences = segment.of_articles(articles)
    return articles, sentences, names.of_articles(articles, sentences)


def voices(title="", body=""):
    articles = pd.DataFrame({"article_id": ["a"], "title": [title], "body": [body]})
    sentences = segment.of_articles(articles)
    quotes = voice.quotes_of(articles, sentences, names.of_articles(articles, sentences))
    return voice.of_sentences(articles, sentences, quotes).tolist()


# Quotation marks


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('He said "yes" and "no".', ['"yes"', '"no"']),
        ("“He said “no” to me,” she said.", ["“He said “no” to me,”"]),
        ("“I told him ‘no’ twice,” she said.", ["“I told him ‘no’ twice,”"]),
        ("«Oui», dit-il. „Nein“, sagte er. »Ja«, sagte sie.", ["«Oui»", "„Nein“", "»Ja«"]),
        ("''It's done,'' she said.", ["''It's done,''"]),
        ("'We like the boys' toys,' he said. It's the '90s.", ["'We like the boys' toys,'"]),
        ("Don't say it's the voters' fault.", []),
        ("The players' union and the owners' group met.", []),
        ("A 6'2\" man", []),
        ("‘Yes,’ he said of the Kims’ home.", ["‘Yes,’"]),
        ("", []),
    ],
)
def test_marks_are_paired(text, inside):
    assert quoted(text) == inside


def test_a_quotation_goes_on_over_paragraphs_that_open_with_a_mark():
    assert quoted("“One.\n\n“Two.\n\n“Three,” he said.") == ["“One.", "“Two.", "“Three,”"]


def test_a_quotation_of_forty_paragraphs_is_found_whole():
    paragraphs = [f"“Paragraph {number} goes on." for number in range(39)] + ["“The last one ends,” Mr Moon said."]
    assert len(quoted("\n\n".join(paragraphs))) == 40
    without_marks = (
        "“The first.\n\n" + "\n\n".join(f"Paragraph {n} goes on." for n in range(38)) + "\n\nThe end,” he said."
    )
    assert len(quoted(without_marks)) == 40


def test_a_forgotten_mark_costs_its_own_sentence():
    assert quoted("“I forgot to close, he said. Then it rained.\n\n“We go,” she said.")[-1] == "“We go,”"
    assert quoted("He called it “a mess. It rained all day.\n\nNext day, “all” was well.") == ["“a mess.", "“all”"]


def test_an_unpaired_closing_mark_is_passed_over():
    assert quoted("It rained,” he said.") == []


@given(st.text(alphabet="ab. \n\"'“”‘’«»„,sI:", max_size=60))
def test_quotations_lie_in_the_text_and_do_not_overlap(text):
    spans = marks.quotations(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(first.end <= second.start for first, second in itertools.pairwise(spans))


# Tokens


def test_a_verb_after_a_capital_is_classed_by_its_place():
    sentences = ["Said on Monday by someone at the State Department.", "CLAIMS GROW OVER TALKS"]
    parts = tokens.of_texts(sentences, [[(0, len(text))] for text in sentences], [[], []])
    classes = {word: tokens.lexicon().names[code] for word, code in zip(parts.words, parts.code, strict=True) if word}
    assert classes["Said"] == "say_ed"
    assert classes["State"] == "capital"
    assert classes["CLAIMS"].startswith("argue_s")


def test_the_list_of_cues_is_sound():
    with (assets.DATA / "reporting_verbs.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    assert {row["kind"] for row in rows} == {"neutral", "loaded"}
    assert len({(row["cue"], row["pattern"]) for row in rows}) == len(rows)
    kinds = {row["cue"]: row["kind"] for row in rows if row["pattern"] != "noun"}
    assert (kinds["say"], kinds["claim"], kinds["slam"], kinds["according to"]) == (
        "neutral",
        "loaded",
        "loaded",
        "neutral",
    )


# Attributions


@pytest.mark.parametrize(
    ("text", "said", "kind", "speaker", "cue"),
    [
        ("“We met,” Mr Moon said.", "“We met,”", "direct", "Moon", "said"),
        ("“We met,” said Moon Jae-in, the president.", "“We met,”", "direct", "Moon Jae-in", "said"),
        ("Mr Moon told reporters that talks would go on.", "that talks would go on", "indirect", "Moon", "told"),
        (
            "Talks would go on, according to the Blue House.",
            "Talks would go on",
            "indirect",
            "Blue House",
            "according to",
        ),
        (
            "According to Kim Jong-un, the summit was a failure.",
            "the summit was a failure",
            "indirect",
            "Kim Jong Un",
            "according to",
        ),
        ("Donald Trump said that talks were “going very well”.", None, "mixed", "Donald Trump", "said"),
        ("“Why now?” Mr Moon asked.", "“Why now?”", "direct", "Moon", "asked"),
        (
            "Moon Jae-in, who met Kim in May, said that peace was near.",
            "that peace was near",
            "indirect",
            "Moon Jae-in",
            "said",
        ),
    ],
)
def test_an_attribution_has_content_kind_speaker_and_cue(text, said, kind, speaker, cue):
    first = found(text)[0]
    assert said is None or first[0] == said
    assert first[1:4] == (kind, speaker, cue)


def test_loaded_verbs_are_told_from_neutral_ones():
    kinds = {
        verb: found(f"Mr Moon {verb} that talks would go on.")[0][4]
        for verb in ("said", "claimed", "admitted", "added")
    }
    assert kinds == {"said": "neutral", "claimed": "loaded", "admitted": "loaded", "added": "neutral"}
    assert found("Mr Moon pointed out that talks would go on.")[0][3:] == ("pointed out", "loaded")


def test_a_surname_takes_the_one_full_name_that_the_article_holds():
    text = "Donald Trump met Kim Jong-un. Mr Trump said that it went well. Kim said that he was happy."
    assert [speaker for _, _, speaker, _, _ in found(text)][:2] == ["Donald Trump", "Kim Jong Un"]


def test_a_surname_that_two_people_share_stays_a_surname():
    text = "Bill Clinton met Hillary Clinton. Clinton said that the day was long."
    assert found(text)[-1][2] == "Clinton"


def test_an_office_is_resolved_by_the_day_of_the_article():
    body = "The US president said that talks would go on."
    articles = pd.DataFrame({"article_id": ["a", "b", "c"], "title": [""] * 3, "body": [body] * 3})
    articles["published_at"] = pd.to_datetime(["2019-06-28", "2023-06-28", None], utc=True)
    sentences = segment.of_articles(articles)
    quotes = voice.quotes_of(articles, sentences, names.of_articles(articles, sentences))
    assert quotes["speaker"].tolist() == ["Donald Trump", "Joe Biden", "US president"]


def test_a_pronoun_takes_the_nearest_fitting_person():
    text = "Donald Trump met Theresa May on Monday. She said that the talks were good."
    assert found(text)[-1][2] == "Theresa May"
    text = "Donald Trump met Theresa May on Monday. He said that the talks were good."
    assert found(text)[-1][2] == "Donald Trump"


def test_a_pronoun_without_a_fitting_person_stays_empty():
    articles, sentences, named = frames(a="It rained in Seoul. She said that the talks were good.")
    quotes = voice.quotes_of(articles, sentences, named)
    assert quotes["speaker"].isna().tolist() == [True]


def test_a_second_sentence_of_a_quotation_keeps_the_speaker():
    text = "“We met,” said Moon Jae-in. “It went well.”"
    assert [(said, speaker) for said, _, speaker, _, _ in found(text)] == [
        ("“We met,”", "Moon Jae-in"),
        ("“It went well.”", "Moon Jae-in"),
    ]


def test_a_post_without_marks_belongs_to_whom_the_line_before_announces():
    post = "After some very good meetings, including my talks here, I will be leaving. I would meet him to say Hello!"
    announced = "Donald Trump, who is in Japan, said on Twitter Friday that he can meet Kim."
    contents = {said.rstrip("!"): speaker for said, _, speaker, _, _ in found(f"{announced}\n\n{post}\n\nIt rained.")}
    assert contents[post.rstrip("!")] == "Donald Trump"


def test_an_article_that_says_i_elsewhere_has_no_announced_posts():
    text = "I went to Seoul.\n\nMr Moon wrote on Twitter that it rained.\n\nI took my umbrella.\n\nI left."
    assert blocks.blocks(text) == []


def test_a_transcript_names_its_speakers():
    text = "TAPPER: Why did you go?\nTRUMP: It was time. We had a good talk.\nTAPPER: Thank you."
    assert [(said.rstrip("?."), speaker) for said, _, speaker, _, _ in found(text)] == [
        ("Why did you go", "Tapper"),
        ("It was time. We had a good talk", "Donald Trump"),
        ("Thank you", "Tapper"),
    ]


# Voices of sentences


def test_a_sentence_is_own_attributed_or_mixed():
    assert voices(body="It rained. “We met for many hours and talked about everything,” Mr Moon said.") == [
        "own",
        "attributed",
    ]


def test_scare_quotes_are_own_voice():
    assert voices(body="The “deal” was signed in the rain on Monday.") == ["own"]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Trump: I would meet Kim at the border", "attributed"),
        ("Watch: Trump meets Kim at the border", "own"),
        ("Trump meets Kim at the border", "own"),
        ("Trump says he would like to meet Kim in DMZ", "attributed"),
    ],
)
def test_a_headline_has_a_voice(title, expected):
    assert voices(title=title) == [expected]


def test_voice_keeps_the_index_of_the_sentences():
    articles, sentences, named = frames(a="It rained. Mr Moon said that it rained.", b="It snowed.")
    shuffled = sentences.sample(frac=1, random_state=3)
    quotes = voice.quotes_of(articles, shuffled, named)
    again = voice.of_sentences(articles, shuffled, quotes)
    assert again.index.equals(shuffled.index)
    straight = voice.of_sentences(articles, sentences, voice.quotes_of(articles, sentences, named))
    assert again.sort_index().tolist() == straight.tolist()
    assert straight.cat.categories.tolist() == list(schema.VOICES)


def test_the_share_of_a_sentence_agrees_with_counting_characters():
    spans = pd.DataFrame({"article_id": ["a", "a", "b"], "start": [3, 11, 0], "end": [7, 20, 2]})
    sentences = pd.DataFrame({"article_id": ["a", "b", "a"], "start": [0, 0, 6], "end": [5, 4, 30]})
    expected = []
    for row in sentences.itertuples():
        inside = {c for s in spans.itertuples() if s.article_id == row.article_id for c in range(s.start, s.end)}
        expected.append(sum(c in inside for c in range(row.start, row.end)) / (row.end - row.start))
    assert voice._attributed_share(sentences, spans).tolist() == pytest.approx(expected)


# Frames


def test_quotes_are_a_quotes_table_and_do_not_depend_on_the_other_articles():
    bodies = {f"a{number}": text for number, text in enumerate(BODIES)}
    articles, sentences, named = frames(**bodies)
    together = voice.quotes_of(articles, sentences, named)
    pd.testing.assert_frame_equal(together, schema.conform(together, schema.QUOTES))
    alone = []
    for key, body in bodies.items():
        alone.append(voice.quotes_of(*frames(**{key: body})))
    pd.testing.assert_frame_equal(together, schema.conform(pd.concat(alone), schema.QUOTES))


BODIES = [
    "“We met,” said Donald Trump. It rained.\n\nMr Kim claimed that he won.",
    "",
    "Officials told the BBC that talks would go on, adding that “nothing is agreed”.",
    "TAPPER: Why?\nTRUMP: Why not?",
]


def test_no_articles_give_no_quotes_and_no_voices():
    articles, sentences, named = frames()
    quotes = voice.quotes_of(articles, sentences, named)
    assert quotes.empty
    assert list(quotes.columns) == list(schema.QUOTES.columns)
    assert voice.of_sentences(articles, sentences, quotes).empty


def test_missing_titles_and_bodies_are_passed_over():
    articles = pd.DataFrame({"article_id": ["a", "b"], "title": [None, "Kim: I won"], "body": [None, float("nan")]})
    sentences = segment.of_articles(articles)
    quotes = voice.quotes_of(articles, sentences, names.of_articles(articles, sentences))
    assert quotes.empty
    assert voice.of_sentences(articles, sentences, quotes).tolist() == ["attributed"]


def test_the_batch_changes_nothing(monkeypatch):
    inputs = frames(**{f"a{number}": text for number, text in enumerate(BODIES)})
    whole = voice.quotes_of(*inputs)
    monkeypatch.setattr(voice, "BATCH", 1)
    pd.testing.assert_frame_equal(voice.quotes_of(*inputs), whole)


# Bad input


@pytest.mark.parametrize(
    "text",
    [
        '"' * 7 + " word " + "“" * 5,
        "“”‘’" * 50,
        "THE PRESIDENT SAID “WE WILL WIN” AND LEFT. HE CLAIMED THAT ALL WAS WELL.",
        "...... !!! ??? \n\n --- 12 34",
        "said said said said said said",
        "according to",
        "according",
        ", who said",
        "“",
        "\x00 said “\x00”",
        "😀🎉 “😀” said 😀 😀😀😀: 🎉 " * 20,
        "a:b:c:" * 30,
        "he : “ said",
    ],
)
def test_strange_text_gives_spans_inside_it(text):
    spans = voice.spans_of(text)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(first.end <= second.start for first, second in itertools.pairwise(spans))
    assert all(-1 <= span.mention_start <= span.mention_end <= len(text) for span in spans)


@given(
    st.lists(
        st.sampled_from(
            "“ ” \" ' ‘ ’ said Moon he who that , . : \n to by according claims ( ) and adding 5 I my".split(" ")
        ),
        max_size=40,
    )
)
def test_any_order_of_marks_and_verbs_gives_spans_inside_the_text(words):
    text = " ".join(words)
    spans = voice.spans_of(text)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(first.end <= second.start for first, second in itertools.pairwise(spans))
    assert all(-1 <= span.mention_start <= span.mention_end <= len(text) for span in spans)


@pytest.mark.parametrize(
    "unit",
    ["he said that ", "“a ", "'s “b” ", "Moon, who said ", "“", "A:\n", "said, "],
)
def test_time_grows_no_faster_than_the_text(unit):
    def seconds(length):
        text = (unit * (length // len(unit) + 1))[:length]
        started = time.thread_time()
        voice.spans_of(text)
        return time.thread_time() - started

    seconds(4_000)
    assert seconds(80_000) < 20 * 3 * max(seconds(4_000), 0.01)


def test_a_sentence_of_fifty_thousand_characters_has_a_voice():
    long = "talks and more talks " * 2500
    assert voices(body=f"“We had {long}today,” Mr Moon said.") == ["attributed"]
    assert voices(body=f"There were {long}today.") == ["own"]


# Model, training and gate


def test_the_first_net_agrees_with_a_plain_loop():
    parts = tokens.of_texts(["Mr Moon said that it rained."], [[(0, 28)]], [[]])
    cut = clauses.of_tokens(parts)
    values, sizes = clauses.features(parts, cut)
    net = model.shipped().first
    votes = model.first_votes(net, values, sizes)
    step = 2.0**-11
    bias, inner = np.rint(net.inner_bias / step) * step, np.rint(net.inner / step) * step
    offsets = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    for row, vote in zip(values, votes, strict=True):
        hidden = bias + sum(inner[offset + value] for offset, value in zip(offsets, row, strict=True))
        assert vote == pytest.approx(float(np.maximum(hidden, 0) @ net.outer + net.outer_bias), abs=1e-4)


def test_weights_of_other_features_are_refused():
    parts = tokens.of_texts(["It rained."], [[(0, 10)]], [[]])
    cut = clauses.of_tokens(parts)
    values, sizes = clauses.features(parts, cut)
    with pytest.raises(ValueError, match="belong to other features"):
        model.chances(parts, cut, values, sizes[:-1])


def test_features_stay_in_their_sizes():
    text = "“We met,” said Donald Trump. It rained (hard), according to the BBC; who knows? Moon: no."
    parts = tokens.of_texts([text], [segment.sentences(text)], [marks.quotations(text)])
    values, sizes = clauses.features(parts, clauses.of_tokens(parts))
    assert (values >= 0).all()
    assert (values < np.array(sizes)).all()


def labelled(folder, n=12):
    text = "“We met in Seoul today,” said Mr Moon. It rained all day in Seoul."
    gold = [{"source": [[30, 37]], "cue": [[25, 29]], "content": [[0, 24]]}]
    with gzip.open(folder / "quotes_polnear.jsonl.gz", "wt", encoding="utf-8") as file:
        for number in range(n):
            item = {"id": f"made-up-{number}", "title": "Talks", "text": text, "attributions": gold}
            file.write(json.dumps(item) + "\n")


def test_learning_gives_weights_of_the_declared_shapes(tmp_path):
    labelled(tmp_path)
    items = training.articles(tmp_path, held_out=False)
    assert 0 < len(items) < 12
    weights = training.learn([training.examples(items[part::2]) for part in range(2)])
    assert weights["first_inner"].shape == (weights["sizes"].sum(), len(training.SEEDS) * training.FIRST_UNITS)
    assert set(weights) == set(assets.arrays(model.WEIGHTS))


def test_the_gate_finds_all_that_is_right(tmp_path):
    labelled(tmp_path)
    figures = {figure.name: figure.value for figure in validation.polnear.measure(tmp_path)}
    assert figures["voice.word_f1"] == figures["voice.speaker"] == figures["voice.precision_in_marks"] == 1


def test_a_speaker_is_right_where_the_mention_shares_a_word_with_the_source():
    text = "“We met,” said Mr Moon. “We ate,” said Mr Kim."
    item = {"text": text, "attributions": [
        {"source": [[15, 22]], "cue": [], "content": [[0, 9]]},
        {"source": [[15, 22]], "cue": [], "content": [[24, 33]]},
        {"source": [], "cue": [], "content": [[0, 9]]},
    ]}  # fmt: skip
    assert validation._speakers(item, voice.spans_of(text)) == [True, False]


def test_attributions_of_several_texts_stay_apart():
    texts = ["“We met,” said Donald Trump.", "It rained."]
    cast = [
        extract.Text(text, segment.sentences(text), voice.Cast(text, voice.Names([], [], []), [], lambda _: None))
        for text in texts
    ]
    first, second = extract.attributions(cast)
    assert (len(first), second) == (1, [])


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The statement said that talks would go on.", ""),
        ("Some say that talks will go on.", ""),
        ("Photos: The president said that talks would go on.", "president"),
        ("A spokesperson said that talks would go on.", "spokesperson"),
        ("The officials said that talks would go on.", "officials"),
        ("Secretary of State John Kerry said that talks would go on.", "John Kerry"),
        ("Director of National Intelligence James Clapper said that talks would go on.", "James Clapper"),
    ],
)
def test_a_speaker_is_a_person_an_organisation_or_an_office(text, speaker):
    assert [found.speaker for found in voice.spans_of(text)][-1:] == [speaker]


@pytest.mark.parametrize("end", ["", "."])
@pytest.mark.parametrize("speaker", ["officials", "the minister", "minister of finance"])
@pytest.mark.parametrize("cue", ["says", "said", "according to", "as announced by", "was criticised by"])
def test_a_text_may_end_with_its_speaker(cue, speaker, end):
    for told in (
        f"“No talks now,” {cue} {speaker}{end}",
        f"No talks now, {cue} {speaker}{end}",
        f"{cue} {speaker}{end}",
    ):
        assert len(voice.spans_of(told)) <= 2


def test_words_for_nobody_are_none_that_stand_for_people():
    lists = assets.toml("voice.toml")
    assert not set(lists["speakers"]["nobody"].split()) & set(lists["classes"]["speaker_noun"].split())


def test_a_post_on_one_line_with_its_page_is_who_signs_its_own():
    post = "I love the ferry so much that I insisted on it — Ana Pires (@anapires) May 25, 2020"
    text = f"The plan was attacked.\n\nSkip Twitter post by @anapires {post} Report\n\nShe left on Monday."
    assert [(found.speaker, text[found.start : found.end]) for found in voice.spans_of(text)] == [("Ana Pires", post)]
