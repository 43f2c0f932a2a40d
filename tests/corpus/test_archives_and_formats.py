"""Archives, bombs, tables, pages and feeds: every format is read, plain and packed, and what is broken is a reject."""

import gzip
import io
import json
import tarfile
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from analysis.collect import record
from analysis.corpus import formats, ingest
from analysis.settings import Settings
from tests.corpus.test_ingest import BODY, PARAGRAPH, SEEDS, write


def zipped(path: Path, files: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def tarred(path: Path, files: dict[str, bytes], links: dict[str, str] | None = None) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
        for name, target in (links or {}).items():
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = tarfile.SYMTYPE, target
            archive.addfile(entry)
    return path


def test_the_seeds_in_an_archive_are_the_seeds(tmp_path):
    files = {f"seeds/{path.name}": path.read_bytes() for path in SEEDS.iterdir()}
    expected = ingest.read(SEEDS).articles.drop(columns="origin").sort_values("article_id", ignore_index=True)
    for path in (zipped(tmp_path / "a.zip", files), tarred(tmp_path / "a.tar.gz", files)):
        articles, rejects = ingest.read(path)
        assert rejects.empty
        found = articles.drop(columns="origin").sort_values("article_id", ignore_index=True)
        pd.testing.assert_frame_equal(found, expected)


def test_members_that_lead_out_of_an_archive_are_rejects_and_nothing_is_written(tmp_path):
    inside = tmp_path / "inside"
    inside.mkdir()
    evil = {"../evil.txt": BODY, "/etc/evil.txt": BODY, "C:\\evil.txt": BODY, "b.zip": b"PK", "good.txt": BODY}
    articles, rejects = ingest.read(zipped(inside / "a.zip", evil))
    assert (len(articles), len(rejects)) == (1, 4)
    assert set(rejects["reason"]) == {"not read from archive"}
    path = tarred(
        inside / "b.tar.gz", {"../up.txt": BODY.encode(), "ok.txt": BODY.encode()}, {"link.txt": "/etc/passwd"}
    )
    articles, rejects = ingest.read(path)
    assert (len(articles), len(rejects)) == (1, 2)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.zip", "b.tar.gz", "inside"]


@pytest.mark.parametrize("kind", ["zip", "gz", "tar.gz"])
def test_a_bomb_is_a_reject(tmp_path, kind):
    bomb = b"0" * (60 * 2**20)
    path = tmp_path / f"bomb.{kind}"
    if kind == "zip":
        zipped(path, {"a.txt": bomb})
    elif kind == "gz":
        path = write(tmp_path / "bomb.csv.gz", gzip.compress(b"text\n" + bomb))
    else:
        tarred(path, {"a.txt": bomb})
    articles, rejects = ingest.read(path)
    assert articles.empty
    assert rejects["reason"].tolist() == ["too long"]


def test_broken_files_of_every_kind_are_rejects(tmp_path):
    for ending in ("zip", "tar.gz", "parquet", "xlsx", "xml", "json", "csv.gz"):
        write(tmp_path / f"broken.{ending}", b"\x01\x02 this is nothing of the kind")
    articles, rejects = ingest.read(tmp_path)
    assert articles.empty
    assert len(rejects) == 7
    assert rejects["detail"].notna().all()


def test_parquet_and_spreadsheets_are_read_as_tables(tmp_path):
    rows = pd.DataFrame(
        {
            "headline": ["Talks stall", "Talks end"],
            "content": [BODY, "Ends. " + BODY],
            "published": pd.to_datetime(["2019-06-28 10:30", "2019-06-29 00:00"]),
            "source": ["RT", "Sky News"],
            "score": [1.5, None],
        }
    )
    rows.to_parquet(tmp_path / "a.parquet")
    rows.to_excel(tmp_path / "b.xlsx", index=False)
    for name in ("a.parquet", "b.xlsx"):
        articles = ingest.read(tmp_path / name).articles
        assert articles["title"].tolist() == ["Talks stall", "Talks end"]
        assert articles["outlet"].tolist() == ["RT", "Sky News"]
        assert articles["published_at"].dt.strftime("%Y-%m-%d %H:%M").tolist() == [
            "2019-06-28 10:30",
            "2019-06-29 00:00",
        ]
        assert articles["origin"].tolist() == [f"{tmp_path / name}:{row}" for row in (1, 2)]


def test_a_truncated_parquet_file_is_a_reject(tmp_path):
    path = tmp_path / "a.parquet"
    pd.DataFrame({"text": [BODY] * 10}).to_parquet(path)
    write(path, path.read_bytes()[:-30])
    assert ingest.read(path).rejects["reason"].tolist() == ["broken file"]


PAGE = """<html lang="en"><head><title>Talks stall | Example</title>
<meta property="og:site_name" content="Example News"><link rel="canonical" href="https://www.rt.com/news/1-talks/">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Talks stall", "datePublished":
"2019-06-28T10:30:00+03:00", "author": [{{"name": "A. Writer"}}]}}</script></head>
<body><nav><a href="/">Home</a></nav><article><h1>Talks stall</h1>{paragraphs}</article><script>alert(1)</script></body>
</html>"""


def test_a_saved_page_brings_its_text_and_its_metadata(tmp_path):
    paragraphs = "".join(f"<p>{PARAGRAPH}{n}</p>" for n in range(5))
    article = ingest.read(write(tmp_path / "page.html", PAGE.format(paragraphs=paragraphs))).articles.iloc[0]
    assert (article["title"], article["author"], article["outlet"]) == ("Talks stall", "A. Writer", "RT")
    assert (article["published_from"], str(article["published_at"])) == ("metadata", "2019-06-28 07:30:00+00:00")
    assert article["url"] == "https://www.rt.com/news/1-talks/"
    assert article["body"].count("agreed to meet again") == 5
    assert "alert" not in article["body"] and "Home" not in article["body"]


@pytest.mark.parametrize(
    "content", ["<", "<html>", "<p" * 20_000, "<div>" * 3_000 + "x", "\x00<p>Hi</p>" * 5, "<!-- -->"]
)
def test_malformed_pages_are_articles_or_rejects(tmp_path, content):
    articles, rejects = ingest.read(write(tmp_path / "a.html", content))
    assert len(articles) + len(rejects) == 1


def test_a_page_beyond_the_limit_is_a_reject(tmp_path):
    path = write(tmp_path / "a.html", "<p>" * 800_000)
    assert ingest.read(path, settings=Settings(max_page_megabytes=1)).rejects["reason"].tolist() == ["too long"]


def test_feeds_are_read_entry_by_entry(tmp_path):
    items = "".join(
        f"<item><title>Talk {n}</title><link>https://www.rt.com/news/{n}/</link><guid>g{n}</guid>"
        "<pubDate>Fri, 28 Jun 2019 10:30:00 GMT</pubDate>"
        f"<description>&lt;p&gt;{PARAGRAPH}&lt;/p&gt;</description></item>"
        for n in range(3)
    )
    path = write(
        tmp_path / "a.xml",
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>RT</title>{items}</channel></rss>',
    )
    articles = ingest.read(path).articles
    assert articles["title"].tolist() == ["Talk 0", "Talk 1", "Talk 2"]
    assert set(articles["outlet"]) == {"RT"}
    assert set(articles["article_type"]) == {"short"}
    assert "<p>" not in articles["body"][0]


@pytest.fixture(scope="module")
def one_of_each(tmp_path_factory) -> Path:
    """Write one article in every format there is."""
    folder = tmp_path_factory.mktemp("formats")
    row = {"title": "Talks stall again", "text": BODY, "outlet": "RT", "date": "2019-06-28"}
    table = pd.DataFrame([row])
    page = "".join(f"<p>{line}</p>" for line in BODY.split("\n"))
    for ending in formats.READERS:
        path = folder / f"one{ending}"
        if ending in (".csv", ".tsv"):
            table.to_csv(path, index=False, sep="\t" if ending == ".tsv" else ",")
        elif ending in (".parquet", ".pq"):
            table.to_parquet(path)
        elif ending in (".xlsx", ".xlsm"):
            table.to_excel(path, index=False, engine="openpyxl")
        elif "json" in ending:
            path.write_text(json.dumps(row))
        elif ending in (".xml", ".rss", ".atom"):
            entry = f"<title>Talks stall again</title><description><![CDATA[{page}]]></description>"
            path.write_text(f'<rss version="2.0"><channel><title>RT</title><item>{entry}</item></channel></rss>')
        elif "htm" in ending:
            head = '<title>Talks stall again</title><meta name="date" content="2019-06-28">'
            path.write_text(f"<html><head>{head}</head><body><article>{page}</article></body></html>")
        elif ending == ".warc":
            head = '<title>Talks stall again</title><meta name="date" content="2019-06-28">'
            html = f"<html><head>{head}</head><body><article>{page}</article></body></html>".encode()
            path.write_bytes(
                gzip.decompress(
                    record.warc_record(
                        record.Fetch(1, "page", "http://rt.com/1", "2019-07-01T12:00:00Z", status=200), {}, html
                    )
                )
            )
        else:
            path.write_text(f"Talks stall again\n\n{BODY}")
    return folder


@pytest.mark.parametrize("ending", formats.READERS)
def test_every_format_is_read_plain_gzipped_and_from_archives(one_of_each, ending, tmp_path):
    path = one_of_each / f"one{ending}"
    write(tmp_path / f"one{ending}.gz", gzip.compress(path.read_bytes()))
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(path, path.name)
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as archive:
        archive.add(path, path.name)
    for source in (path, *tmp_path.iterdir()):
        articles, rejects = ingest.read(source)
        assert rejects.empty
        assert articles["title"].tolist() == ["Talks stall again"]
        assert articles["body"].tolist() == ["\n".join(line.strip() for line in BODY.split("\n"))]


def test_a_manifest_in_an_archive_that_names_what_is_not_there_is_told(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("texts/manifest.csv", "file,outlet\none.txt,RT\nother.txt,RT\n")
        archive.writestr("manifest.csv", "file,outlet\ntexts/one.txt,CNN\n")
        archive.writestr("texts/one.txt", BODY)
    result = ingest.read(tmp_path)
    assert result.articles["outlet"].tolist() == ["RT"]
    assert "the manifest names 'texts/other.txt', which is not there" in set(result.notes["note"])
