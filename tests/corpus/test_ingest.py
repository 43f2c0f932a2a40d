"""Whatever comes in, every file and every row comes out as an article or as a reject, and the counts add up."""

import gzip
import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import schema
from analysis.corpus import batches, ingest
from analysis.errors import DataError
from analysis.settings import Settings

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
PARAGRAPH = "The delegations met in the capital on Monday and agreed to meet again before the end of the year. "
BODY = "\n".join([PARAGRAPH * 2, PARAGRAPH, PARAGRAPH * 2]).strip()


def seeds() -> pd.DataFrame:
    return ingest.read(SEEDS).articles.set_index("outlet")


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def test_the_seeds_are_three_articles_and_the_manifest_is_none():
    articles, rejects = ingest.read(SEEDS)
    assert sorted(articles["outlet"]) == ["Press TV", "RT", "Sky News"]
    assert rejects.empty
    assert len(ingest.read([SEEDS / "manifest.csv", SEEDS]).articles) == 3


def test_outlets_of_the_seeds_are_told_from_their_texts_alone(tmp_path):
    for path in SEEDS.glob("*.txt"):
        write(tmp_path / path.name, path.read_bytes())
    articles = ingest.read(tmp_path).articles.set_index("outlet")
    assert sorted(articles.index) == ["Press TV", "RT", "Sky News"]
    assert articles.loc["RT", "published_at"] == pd.Timestamp("2019-09-17 07:28", tz="UTC")
    assert articles.loc[["Press TV", "Sky News"], "published_at"].isna().all()
    assert set(articles.loc[["Press TV", "Sky News"], "published_from"]) == {"none"}


def test_the_rt_seed():
    article = seeds().loc["RT"]
    assert article["published_at"] == pd.Timestamp("2019-09-17 07:28", tz="UTC")
    assert (article["published_from"], article["published_precision"]) == ("text", "minute")
    assert article["title"] == "Maybe later: Trump rules out going to Pyongyang, hopes Kim would come to US instead"
    assert article["body"].startswith("Their relationship is “very good”")
    assert article["body"].endswith("a senior Foreign Ministry official said this week.")
    for gone in ("icon", "17 Sep, 2019", "Maybe later", "Like this story?"):
        assert gone not in article["body"]


def test_the_press_tv_seed():
    article = seeds().loc["Press TV"]
    assert (article["published_from"], article["published_precision"]) == ("manifest", "day")
    assert article["title"] == "Trump says he would like to meet Kim in DMZ"
    assert article["body"].startswith("US President Donald Trump says that he would like")
    assert article["body"].endswith("third summit between the two leaders.")
    assert "After some very important meetings, including my meeting with President Xi of China" in article["body"]
    for gone in ("presstv", "SHARE THIS ARTICLE", "Roku", "Photo by AFP", "File photo"):
        assert gone not in article["body"]


def test_the_sky_news_seed():
    article = seeds().loc["Sky News"]
    assert pd.isna(article["title"])
    assert (article["published_from"], article["published_at"].date().isoformat()) == ("manifest", "2025-08-25")
    assert article["body"].startswith("Donald Trump has said he wants to meet")
    assert "“nuclear power”.\nSince Mr Trump’s first-term meetings" in article["body"]
    for gone in ("Read more", "Temperature records", "Ex-champion", "Leave a Comment"):
        assert gone not in article["body"]


def test_removals_stand_in_the_raw_text_where_they_say():
    result = ingest.read(SEEDS)
    origins = result.articles.set_index("article_id")["origin"]
    assert len(result.removals) > 10
    for removal in result.removals.itertuples():
        raw = Path(origins[removal.article_id]).read_text(encoding="utf-8")
        assert raw[removal.start : removal.start + len(removal.text)] == removal.text
    removed = result.removals.groupby("article_id")["text"].apply(lambda texts: texts.str.len().sum())
    assert result.articles.set_index("article_id")["n_removed"].eq(removed).all()


def test_a_rule_can_be_switched_off():
    articles = ingest.read(SEEDS, settings=Settings(rules_off=("drop_read_more",))).articles.set_index("outlet")
    assert "Temperature records broken" in articles.loc["Sky News", "body"]


def test_tables_are_as_declared():
    result = ingest.read(SEEDS)
    for table in (schema.ARTICLES, schema.REJECTS, schema.REMOVALS, schema.NOTES):
        frame = getattr(result, table.name)
        if len(frame):
            pd.testing.assert_frame_equal(frame, schema.conform(frame, table))


def test_bad_inputs_are_rejects_with_reasons_and_the_others_are_read(tmp_path):
    write(tmp_path / "empty.txt", "")
    write(tmp_path / "blank.txt", " \n\n ")
    write(tmp_path / "picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    write(tmp_path / "noise.txt", bytes(range(256)) * 40)
    write(tmp_path / "long.txt", b"word " * 10_000_000)
    write(tmp_path / "letter.docx", b"PK\x03\x04")
    write(tmp_path / "broken.jsonl.gz", gzip.compress(b'{"text": "a"}\n' * 50_000)[:-20])
    write(tmp_path / "plain.txt.gz", b"not gzipped")
    write(tmp_path / "good.txt", BODY)
    articles, rejects = ingest.read(tmp_path)
    reasons = {Path(row.origin).name: row.reason for row in rejects.itertuples()}
    assert articles["origin"].tolist()[-1].endswith("good.txt")
    assert {name: reasons[name] for name in ("empty.txt", "blank.txt", "picture.txt", "noise.txt")} == {
        "empty.txt": "empty",
        "blank.txt": "empty",
        "picture.txt": "not text",
        "noise.txt": "not text",
    }
    assert reasons["long.txt"] == "too long"
    assert reasons["letter.docx"] == "format not read"
    assert reasons["broken.jsonl.gz"] == "broken file"
    assert reasons["plain.txt.gz"] == "broken file"


@pytest.mark.parametrize(
    "encoding", ["latin-1", "cp1252", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_encodings_are_told_apart(tmp_path, encoding):
    text = "Café owners in Zürich said no.\n" + BODY
    write(tmp_path / "a.txt", text.encode(encoding))
    result = ingest.read(tmp_path)
    assert result.articles["body"][0].startswith("Café owners in Zürich said no.")
    assert result.notes["topic"].tolist().count("encoding") == (not encoding.startswith("utf-8"))


def test_json_lines_that_are_no_objects_are_rejects(tmp_path):
    lines = [json.dumps({"headline": "Talks stall", "content": BODY, "source": "rt.com"}), "[1, 2]", "7", "{broken", ""]
    path = write(tmp_path / "a.jsonl", "\n".join(lines))
    result = ingest.read(path)
    assert result.articles["outlet"].tolist() == ["RT"]
    assert result.rejects["reason"].tolist() == ["not an object", "not an object", "row not readable"]
    assert [*result.articles["origin"], *result.rejects["origin"]] == [f"{path}:{row}" for row in (1, 2, 3, 4)]
    assert "'headline' as title" in result.notes.loc[result.notes["topic"] == "field", "note"].iloc[0]


def test_a_table_without_text_is_one_reject_that_names_its_columns(tmp_path):
    path = write(tmp_path / "a.csv", "name,price\nbook,3\npen,1\n")
    articles, rejects = ingest.read(path)
    assert articles.empty
    assert (rejects["reason"][0], "'price'" in rejects["detail"][0]) == ("no text column", True)


def test_a_semicolon_table_from_a_european_spreadsheet(tmp_path):
    rows = f'"Titel";title;text;published_at;outlet\r\n1;"Talks; again";"{PARAGRAPH}";28.06.2019;RT\r\n'
    articles = ingest.read(write(tmp_path / "a.csv", rows.encode("cp1252"))).articles
    assert articles["title"].tolist() == ["Talks; again"]
    assert articles["published_at"][0] == pd.Timestamp("2019-06-28", tz="UTC")


def test_tabs_and_a_declared_separator(tmp_path):
    write(tmp_path / "a.tsv", "title\ttext\nOne, two\tThey met.\n")
    write(tmp_path / "b.csv", "sep=;\ntitle;text\nThree, four;They left.\n")
    assert ingest.read(tmp_path).articles["title"].tolist() == ["One, two", "Three, four"]


def test_impossible_dates_are_unknown_with_a_note(tmp_path):
    rows = "text,date\n" + "\n".join(
        f"{PARAGRAPH}{n},{day}" for n, day in enumerate(["0001-01-01", "2050-02-03", "soon"])
    )
    result = ingest.read(write(tmp_path / "a.csv", rows))
    assert result.articles["published_at"].isna().all()
    assert set(result.articles["published_precision"]) == {"unknown"}
    assert result.notes["topic"].tolist().count("date") == 3


def test_day_and_month_are_inferred_once_a_column_and_stated(tmp_path):
    decided = "text,date\none talk,06/09/2019\ntwo talks,28/06/2019\n"
    result = ingest.read(write(tmp_path / "decided.csv", decided))
    assert [day.month for day in result.articles["published_at"]] == [9, 6]
    assert "day first" in result.notes.loc[result.notes["topic"] == "date", "note"].iloc[0]
    open_ = "text,date\none talk,06/09/2019\ntwo talks,05/06/2019\n"
    result = ingest.read(write(tmp_path / "open.csv", open_))
    assert result.articles["published_at"].isna().all()


def test_headline_only_rows_are_short_articles(tmp_path):
    articles = ingest.read(write(tmp_path / "a.csv", "title,text,outlet\nTalks stall again,,RT\n")).articles
    assert (articles["article_type"][0], articles["n_words"][0], pd.isna(articles["body"][0])) == ("short", 0, True)


def test_the_same_article_twice_is_one_article_and_one_reject(tmp_path):
    row = {"title": "Talks", "text": BODY, "url": "https://www.rt.com/news/1/"}
    other = row | {"url": "http://rt.com/news/1?utm_source=feed"}
    write(tmp_path / "a.jsonl", json.dumps(row) + "\n" + json.dumps(other))
    write(tmp_path / "b.txt", BODY)
    write(tmp_path / "c.txt", BODY)
    for partition in (1, 1000):
        result = ingest.joined(ingest.stream(tmp_path, settings=Settings(partition_articles=partition)))
        assert len(result.articles) == 2
        assert result.rejects["reason"].tolist() == ["same article twice", "same article twice"]


def test_two_texts_of_one_address_are_both_kept_and_the_later_says_so(tmp_path):
    row = {"title": "Talks", "text": BODY, "url": "https://www.rt.com/news/1/"}
    later = row | {
        "url": "https://web.archive.org/web/2019/http://rt.com/news/1?utm_source=feed",
        "text": PARAGRAPH * 5,
    }
    write(tmp_path / "a.jsonl", "\n".join(map(json.dumps, (row, later, later))))
    result = ingest.read(tmp_path)
    assert result.articles["article_id"].nunique() == 2
    assert result.rejects["reason"].tolist() == ["same article twice"]
    notes = result.notes[result.notes["topic"] == "version"]
    assert notes["article_id"].tolist() == [result.articles["article_id"][1]]
    assert "a.jsonl:1; both are kept" in notes["note"].iloc[0]


def test_the_order_of_paths_and_their_repetition_do_not_matter(tmp_path):
    paths = [write(tmp_path / f"{n}.txt", f"Story {n}.\n{BODY}") for n in range(4)]
    first = ingest.read(paths)
    second = ingest.read([*reversed(paths), tmp_path, paths[0]])
    for name in ("articles", "rejects", "removals", "notes"):
        pd.testing.assert_frame_equal(getattr(first, name), getattr(second, name))


def test_batches_hold_no_more_than_the_setting_and_progress_reaches_the_end(tmp_path):
    rows = [json.dumps({"text": f"{n} {BODY}", "outlet": "RT"}) for n in range(25)]
    write(tmp_path / "a.jsonl", "\n".join(rows))
    seen = []
    batches = list(
        ingest.stream(tmp_path, settings=Settings(partition_articles=10), progress=lambda *at: seen.append(at))
    )
    assert [len(batch.articles) for batch in batches] == [10, 10, 5]
    assert seen[-1][0] == seen[-1][1] == (tmp_path / "a.jsonl").stat().st_size
    assert seen == sorted(seen)


def test_a_given_manifest_completes_files_anywhere(tmp_path):
    write(tmp_path / "story.txt", BODY)
    (tmp_path / "elsewhere").mkdir()
    table = "file,outlet,published_at,title\nstory.txt,Sky News,2025-08-25,Talks\ngone.txt,RT,2019-01-01,\n"
    manifest = write(tmp_path / "elsewhere" / "list.csv", table)
    result = ingest.read(tmp_path / "story.txt", manifest)
    article = result.articles.iloc[0]
    assert (article["outlet"], article["title"], article["published_from"]) == ("Sky News", "Talks", "manifest")
    assert "gone.txt" in result.notes["note"].iloc[0]


def test_what_is_not_there_is_said_in_one_sentence(tmp_path):
    with pytest.raises(DataError, match="there is no file or folder"):
        ingest.read(tmp_path / "nothing")
    with pytest.raises(DataError, match="no column 'file'"):
        ingest.read(tmp_path, write(tmp_path / "m.csv", "name,outlet\na,b\n"))


def test_an_empty_folder_gives_empty_tables(tmp_path):
    articles, rejects = ingest.read(tmp_path)
    assert articles.empty and rejects.empty
    assert list(articles.columns) == list(schema.ARTICLES.columns)


def test_markdown_brings_its_front_matter_and_loses_its_marks(tmp_path):
    front = "---\ntitle: Talks stall\ndate: 2019-06-28\noutlet: RT\n---\n"
    text = f"{front}# Talks stall\n\n![x](http://a/b.png)\n**They** met.\n\n{BODY}"
    article = ingest.read(write(tmp_path / "a.md", text)).articles.iloc[0]
    assert (article["title"], article["outlet"], article["body"][:9]) == ("Talks stall", "RT", "They met.")
    assert article["published_at"].date().isoformat() == "2019-06-28"


@pytest.mark.parametrize("wrap", [list, lambda rows: {"articles": rows, "status": "ok"}])
def test_json_lists_and_lists_inside_objects(tmp_path, wrap):
    rows = [{"title": f"Talk {n}", "text": f"{n} {BODY}", "source": {"name": "RT"}} for n in range(3)]
    path = write(tmp_path / "a.json", json.dumps(wrap([*rows, 5])))
    articles, rejects = ingest.read(path)
    assert (len(articles), set(articles["outlet"]), rejects["reason"].tolist()) == (3, {"RT"}, ["not an object"])


cells = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.one_of(st.dictionaries(st.sampled_from(["title", "text", "date", "url", "x"]), cells), st.integers())
    )
)
def test_every_row_is_an_article_or_a_reject(tmp_path, rows):
    path = write(tmp_path / "rows.jsonl", "\n".join(json.dumps(row) for row in rows) + "\n")
    articles, rejects = ingest.read(path)
    expected = [f"{path}:{n}" for n in range(1, len(rows) + 1)]
    assert sorted([*articles["origin"], *rejects["origin"]]) == sorted(expected)


def test_rows_with_one_id_and_different_texts_are_two_articles(tmp_path):
    path = write(tmp_path / "a.csv", f"id,text\n7,One. {PARAGRAPH}\n7,Two. {PARAGRAPH}\n")
    articles = ingest.read(path).articles
    assert articles["external_id"].tolist() == ["7", "7"]
    assert articles["article_id"].is_unique


def test_html_in_a_text_column_becomes_text(tmp_path):
    html = "".join(f"<p>{PARAGRAPH}{n}</p>" for n in range(4)) + "<script>spy()</script>"
    articles = ingest.read(write(tmp_path / "a.jsonl", json.dumps({"content": html, "source": "RT"}))).articles
    assert "<p>" not in articles["body"][0] and "spy" not in articles["body"][0]


def test_beyond_the_remembered_origins_articles_are_still_told_apart(tmp_path, monkeypatch):
    monkeypatch.setattr(batches, "_MAX_ORIGINS", 2)
    rows = [json.dumps({"text": f"{n % 5} {BODY}", "outlet": "RT"}) for n in range(6)]
    articles, rejects = ingest.read(write(tmp_path / "a.jsonl", "\n".join(rows)))
    assert (len(articles), rejects["reason"].tolist()) == (5, ["same article twice"])
