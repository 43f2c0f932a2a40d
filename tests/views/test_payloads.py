"""Fifty texts that attack pages, tables and terminals, in every field of an article, shown on every view."""

import json
import re

import lxml.html
import pytest

from analysis.__main__ import main
from tests.views.test_views import VIEWS, run, words_of

EVIL = "evil.example"
PAYLOADS = [
    f"<script src=//{EVIL}></script>", f"<img src=x onerror=fetch('//{EVIL}')>", f"<svg onload=alert('{EVIL}')>",
    f"<iframe src=https://{EVIL}></iframe>", f"</div></details><a href=https://{EVIL}>x</a>", "<b>bold</b>", "<!--",
    f"<style>@import '//{EVIL}'</style>", f"<base href=//{EVIL}>", f"<meta http-equiv=refresh content='0;//{EVIL}'>",
    f"<form action=//{EVIL}><input>", "<math><mi//xlink:href='data:x'>", "<plaintext>", "<![CDATA[x]]>", "&lt;b&gt;",
    f"[x](https://{EVIL})", f"![x](https://{EVIL}/y.png)", f"<https://{EVIL}>", f"https://{EVIL}/z", f"www.{EVIL}",
    f"[x]: https://{EVIL}", f"[x][{EVIL}]", "**bold** _it_ ~~gone~~ `code`", "# heading", "| a | b |\n| - | - |",
    "$x^2$", ":red[x] :material/home: :smile:", "$$\\href{javascript:alert(1)}{x}$$", f"javascript:alert('{EVIL}')",
    "---", "> quote", "=1+1", "+1", "-1+1", "@SUM(1)",
    f'=HYPERLINK("http://{EVIL}")', "\t=1", "'; DROP TABLE articles; --", '" OR 1=1 --',
    "%s%n{0}{__class__}${x}", "{{7*7}}", "../../etc/passwd", "C:\\con", "\x1b[31mred\x07",
    "\u202eevil\u202c", "\ufeff\u200b",
    "a" * 3000, "\U0001f4a5" * 40, "null", "NaN",
]  # fmt: skip
FIELDS = ("outlet", "title", "author", "url", "language", "section", "id")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("payloads")
    rows = []
    for number in range(len(PAYLOADS)):
        own = {field: PAYLOADS[(number + place) % len(PAYLOADS)] for place, field in enumerate(FIELDS)}
        mark = PAYLOADS[number - 1]
        text = (
            f"The envoys met in Hanoi on Friday for talks number {number // 2}. “We saw {mark},” said Ann {mark} Lee. "
            f"{mark}\n{mark}\nAccording to {mark}, nobody was hurt. The brutal regime of Kim {mark} praised the talks. "
        )
        rows.append({**own, "date": f"2019-06-{1 + number // 5:02d}", "text": text * 3})
    (folder / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert main(["build", str(folder / "rows.jsonl"), "--store", str(folder / "store")]) == 0
    return folder / "store"


LOADS = ("src", "srcset", "href", "xlink:href", "action", "formaction", "data", "poster", "background", "style")


def harm_in_html(body):
    """Name what of the texts in a piece of HTML would run or load, or would lead away without being a link."""
    for element in lxml.html.fromstring(f"<div>{body}</div>").iter():
        if element.tag in ("script", "style") and EVIL in (element.text or ""):
            yield element.tag
        if element.tag in ("iframe", "img", "object", "form", "base", "meta", "math", "input"):
            yield element.tag
        for name, value in element.attrib.items():
            leads = name in LOADS and EVIL in value and element.tag != "a"
            if leads or name.startswith("on") or "javascript:" in value.lower().split("'")[0]:
                yield f"{element.tag} {name}={value[:60]}"


ACTIVE = re.compile(rf"(?<!\\)\]\(\S*{EVIL}|(?<![\w\\])https?://{EVIL}|<https?://{EVIL}|(?<![\w\\.])www\.{EVIL}")
"""In Markdown: links, pictures, and addresses that become links by themselves."""


def test_there_are_fifty_each_of_its_own_kind():
    assert len(set(PAYLOADS)) == 50


@pytest.mark.parametrize("view", VIEWS)
def test_no_view_obeys_a_text(store, monkeypatch, view):
    monkeypatch.setenv("PARALLAX_STORE", str(store))
    article = {}
    if view == "article":
        from analysis.store import snapshots

        article = {"article": snapshots.open(store).articles()["article_id"].iloc[0]}
    app = run(view, article)
    assert not app.exception
    assert app.title
    found = [harm for block in app.get("html") for harm in harm_in_html(block.proto.body)]
    assert not found
    if view in ("overview", "events", "voices", "article"):
        assert EVIL in words_of(app) + " ".join(str(table.value) for table in app.dataframe)
    written = [part.value for part in (*app.markdown, *app.caption, *app.title, *app.header, *app.subheader, *app.info)]
    assert not [text for text in written if ACTIVE.search(text)]
    assert not [part for part in app.markdown if getattr(part.proto, "allow_html", False)]
