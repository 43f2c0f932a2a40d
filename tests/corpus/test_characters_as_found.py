"""Characters that programs damage on the way are repaired, and the article says so; sound ones stay as they are."""

import csv
import json

import pytest

from analysis.corpus import ingest, repair

TEXT = "The ministers met in the capital on Monday and talked for two hours about the border. Nobody left early."


def read(tmp_path, title, text=TEXT):
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("outlet", "title", "text"), ("RT", title, text)])
    found = ingest.read(tmp_path)
    article = found.articles.iloc[0]
    return article["title"], article["body"], found.notes.loc[found.notes["topic"] == "encoding", "note"].tolist()


@pytest.mark.parametrize(
    "damaged, sound",
    [
        ("Fish &amp; chips", "Fish & chips"),
        ("Fish &amp;amp; chips", "Fish & chips"),
        ("It&#8217;s &quot;over&quot;", 'It’s "over"'),
        ("It&#x2019;s over", "It’s over"),
        ("It&#146;s over", "It’s over"),
        ("Café Müller", "Café Müller"),
        ("CafÃ© MÃ¼ller", "Café Müller"),
        ("Itâ€™s over", "It’s over"),
        ("ItÃ¢â‚¬â„¢s over", "It’s over"),
        ("Ð¢Ñ€Ð°Ð¼Ð¿ wins", "Трамп wins"),
        ("It\x92s \x93over\x94", "It’s “over”"),
        ("b'Talks end'", "Talks end"),
        ('b"It\\xe2\\x80\\x99s over"', "It’s over"),
        ("['Talks end']", "Talks end"),
        ('["Talks end"]', "Talks end"),
        ("('Talks end',)", "Talks end"),
        ("u'Talks end'", "Talks end"),
        ('He said \\"no\\" again', 'He said "no" again'),
        ("It\\u2019s over", "It’s over"),
        ("Talks <b>end</b>", "Talks end"),
    ],
)
def test_titles_are_repaired_with_a_note(damaged, sound, tmp_path):
    title, body, notes = read(tmp_path, damaged)
    assert (title, body) == (sound, TEXT)
    assert bool(notes) == (damaged != sound and "<b>" not in damaged)


@pytest.mark.parametrize(
    "text",
    [
        "AT&T; R&D; Marks & Spencer", "São Tomé, Élysée, naïve, Ærø", "[sic] He left", "(AP) Talks end",
        "[Update] It ends",
        "b' is a letter", "C:\\new\\table", "{curly} words", "It's 'over', he said", "2 < 3 and 5 > 4", "€5 – “no”…",
        "The tag <p> opens a paragraph", "Â is a letter", "Ã", "['unclosed",
    ],
)  # fmt: skip
def test_sound_text_stays_as_it_is(text):
    assert repair.of_fields({"title": text})[0]["title"] == text


def test_a_list_of_paragraphs_is_a_text_and_a_list_of_authors_are_names(tmp_path):
    row = {
        "outlet": "RT",
        "title": "Talks",
        "text": str([TEXT, TEXT + " Then it rained."]),
        "author": "['A. B', 'C. D']",
    }
    (tmp_path / "a.jsonl").write_text(json.dumps(row))
    article = ingest.read(tmp_path).articles.iloc[0]
    assert article["body"] == f"{TEXT}\n{TEXT} Then it rained."
    assert article["author"] == "A. B, C. D"


def test_a_few_tags_in_a_table_are_line_breaks_and_nothing(tmp_path):
    text = f"{TEXT}<br><br>Police said <em>so</em>.<BR/>{TEXT}"
    assert read(tmp_path, "Talks", text)[1] == f"{TEXT}\nPolice said so.\n{TEXT}"


def test_escaped_html_in_a_table_becomes_text(tmp_path):
    text = f"&lt;p&gt;{TEXT}&lt;/p&gt;"
    text += f"&lt;p&gt;Police said &amp;quot;so&amp;quot;.&lt;/p&gt;&lt;p&gt;{TEXT}!&lt;/p&gt;"
    body = read(tmp_path, "Talks", text)[1]
    assert "&" not in body and "<" not in body
    assert 'Police said "so".' in body


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_quotation_marks_behind_backslashes_are_marks(separator, tmp_path):
    header = separator.join(("outlet", "title", "text"))
    escaped = f'"He said \\"no, never\\"; \\"nor ever\\" she added. {TEXT}"'
    rows = [separator.join(("RT", "One", escaped)), separator.join(("RT", "\\N", f'"{TEXT}"'))]
    (tmp_path / "a.csv").write_text("\n".join([header, *rows]))
    found = ingest.read(tmp_path)
    assert found.articles["body"].tolist() == [f'He said "no, never"; "nor ever" she added. {TEXT}', TEXT]
    assert found.rejects.empty
    assert any("escaped with backslashes" in note for note in found.notes["note"])


def test_a_table_that_doubles_its_marks_keeps_its_backslashes(tmp_path):
    (tmp_path / "a.csv").write_text(f'title,text\nOne,"He saved ""it"" in C:\\news\\, then left. {TEXT}"\n')
    assert ingest.read(tmp_path).articles["body"][0].startswith('He saved "it" in C:\\news\\, then')


def test_a_text_file_is_repaired_too(tmp_path):
    (tmp_path / "a.txt").write_text(f"Talks â€˜endâ€™ & more\n\n{TEXT} It wasnâ€™t &quot;over&quot;.\n" + TEXT)
    article = ingest.read(tmp_path).articles.iloc[0]
    assert 'It wasn’t "over".' in article["body"]
