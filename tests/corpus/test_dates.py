"""A date is read from what says so and nowhere else; what cannot be decided stays unknown."""

import json
from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus import assemble, dates, ingest
from analysis.corpus.raw import Raw
from analysis.settings import Settings

TODAY = date(2026, 11, 23)
moments = st.datetimes(datetime(1900, 1, 1), datetime(2026, 1, 1)).map(lambda at: at.replace(second=0, microsecond=0))


def article(fields=None, text="They met in the capital.", manifest=None, orders=None, **more):
    raw = Raw("x.csv:1", text, fields or {}, is_row=True, **more)
    made = assemble.article(raw, manifest or {}, "", assemble.Context(Settings(), TODAY, orders or {}))
    return made.row, [note.note for note in made.notes if note.topic == "date"]


@pytest.mark.parametrize(
    "form",
    [
        "%Y-%m-%d %H:%M",
        "%Y-%m-%dT%H:%M:%SZ",
        "%d %B %Y %H:%M",
        "%B %d, %Y %I:%M %p",
        "%d %b, %Y %H:%M",
        "%a, %d %b %Y %H:%M:%S +0000",
    ],
)
@given(at=moments)
def test_common_forms_are_read_back(form, at):
    moment = dates.parse(at.strftime(form))
    assert moment.at == at.replace(tzinfo=UTC)
    assert moment.precision == ("day" if (at.hour, at.minute) == (0, 0) else "minute")


@given(at=moments)
def test_figures_are_read_in_the_order_that_is_known(at):
    text = at.strftime("%d/%m/%Y")
    day_first = dates.parse(text, "day first")
    assert day_first.at.date() == at.date()
    if at.day > 12 or at.day == at.month:
        assert dates.parse(text) == day_first
    else:
        assert isinstance(dates.parse(text), dates.Ambiguous)


@pytest.mark.parametrize(
    "text", ["", "soon", "31/02/2019", "2019-13-01", "Tuesday", "99/99/9999", "17", "a" * 500, "２０１９"]
)
def test_what_is_no_date_is_none(text):
    assert dates.parse(text) is None


def test_zones_are_counted_in():
    assert dates.parse("Sept. 17, 2019 7:28 p.m. EDT").at == datetime(2019, 9, 17, 23, 28, tzinfo=UTC)
    assert dates.parse("2019-09-17T07:28:00+05:30").at == datetime(2019, 9, 17, 1, 58, tzinfo=UTC)


def test_the_order_of_trust():
    url = "https://www.example.com/2019/05/02/story"
    row, notes = article({"date": "2019-05-01", "url": url}, manifest={"date": "2019-04-01"})
    assert (row["published_at"].date(), row["published_from"], notes) == (date(2019, 5, 1), "field", [])
    row, _ = article({"url": url}, manifest={"date": "2019-05-01"}, metadata={"date": "2018-01-01"})
    assert row["published_from"] == "manifest"
    row, _ = article({"url": url}, metadata={"date": "2019-05-01T10:00:00Z"})
    assert (row["published_from"], row["published_precision"]) == ("metadata", "minute")
    row, _ = article({"url": url})
    assert (row["published_from"], row["published_precision"]) == ("url", "day")


def test_conflicts_are_flagged_and_near_dates_are_none():
    row, notes = article({"date": "2019-08-20", "url": "https://www.example.com/2019/05/02/story"})
    assert row["published_from"] == "field"
    assert "the url 2019-05-02" in notes[0]
    assert article({"date": "2019-05-03", "url": "https://www.example.com/2019/05/02/story"})[1] == []


def test_an_undecidable_date_is_decided_by_the_address_or_not_at_all():
    row, notes = article({"date": "06/05/2019"})
    assert (row["published_at"], row["published_precision"], row["published_from"]) == (None, "unknown", "none")
    assert "nothing decides" in notes[0]
    row, _ = article({"date": "06/05/2019", "url": "https://www.example.com/2019/06/05/story"})
    assert row["published_at"].month == 6


def test_times_without_a_zone_say_so():
    assert article({"date": "2019-05-01 10:00"})[1] == ["the time names no zone and is read as UTC"]
    assert article({"date": "2019-05-01T10:00:00Z"})[1] == []


@pytest.mark.parametrize("given_date", ["0001-11-30", "1899-12-31", "2050-09-30", "2026-11-26"])
def test_impossible_dates_are_unknown(given_date):
    row, notes = article({"date": given_date})
    assert row["published_at"] is None
    assert "no possible date" in notes[0]


def test_a_date_in_the_running_text_is_no_date():
    row, _ = article(text="They met on 18 September 2018 in Pyongyang. It was 19 September 2018 when they left.")
    assert row["published_at"] is None


def test_a_file_name_is_the_last_resort():
    raw = Raw("folder/rt_2019-09-17_story.txt", "They met.")
    made = assemble.article(raw, {}, "", assemble.Context(Settings(), TODAY))
    assert (made.row["published_at"].date(), made.row["published_from"]) == (date(2019, 9, 17), "file")
    raw = Raw("folder/000_20190917beef.txt", "They met.")
    assert assemble.article(raw, {}, "", assemble.Context(Settings(), TODAY)).row["published_at"] is None


def test_tomorrow_is_possible_because_of_time_zones():
    now = datetime(2026, 11, 23, tzinfo=UTC)
    assert dates.is_possible(now + timedelta(days=1), TODAY)
    assert not dates.is_possible(now + timedelta(days=2), TODAY)


@pytest.mark.parametrize(
    "text, expected",
    [
        # midnight of any zone is the day that was written
        ("2024-05-01T00:00:00+03:00", "2024-05-01 day"),
        ("2024-05-01T00:00:00+03:30", "2024-05-01 day"),
        ("2020-11-27T00:00:00+08:00", "2020-11-27 day"),
        ("2024-05-01T00:00:00-0400", "2024-05-01 day"),
        ("Wed, 01 May 2024 00:00:00 +0900", "2024-05-01 day"),
        ("20240501T000000+0300", "2024-05-01 day"),
        # both halves of the day
        ("2019-06-28 10:00 PM", "2019-06-28 22:00"),
        ("2018-09-30 09:09:09 PM", "2018-09-30 21:09"),
        ("2019-06-28 12:05 am", "2019-06-28 00:05"),
        ("28/06/2019 10:00 p.m.", "2019-06-28 22:00"),
        ("June 28, 2019 10 PM", "2019-06-28 22:00"),
        # names of zones
        ("01/26/2023 02:55PM CT", "2023-01-26 20:55"),
        ("07/26/2023 02:55PM CT", "2023-07-26 19:55"),
        ("January 2, 2020 at 3:00 pm ET", "2020-01-02 20:00"),
        ("July 2, 2020 at 3:00 pm ET", "2020-07-02 19:00"),
        ("Fri Jun 28 2019 10:00:00 GMT+0200 (CEST)", "2019-06-28 08:00"),
        ("Fri Jun 28 2019 10:00:00 GMT-0400 (Eastern Daylight Time)", "2019-06-28 14:00"),
        ("Thu, 30 Apr 2015 08:57:00 MEST", "2015-04-30 06:57"),
        ("2019-06-28 10:00 AEST", "2019-06-28 00:00"),
        ("2019-06-28 10:00 NPT", "2019-06-28 04:15"),
        ("28 June 2019 10:00 PKT", "2019-06-28 05:00"),
        ("28 June 2019, 10:00 MSK", "2019-06-28 07:00"),
        ("13 Jan 2020, 22:11 GMT+10", "2020-01-13 12:11"),
        ("2019-06-28 10:00 UTC+5:30", "2019-06-28 04:30"),
        # other orders
        ("04:25:06 PM IST Apr 08, 2020", "2020-04-08 16:25"),
        ("10:00 GMT, 28 June 2019", "2019-06-28 10:00"),
        ("Sat Nov 18 15:21:41 +0000 2017", "2017-11-18 15:21"),
        ("Sat Nov 18 15:21:41 2017", "2017-11-18 15:21"),
        ("20240501T093000+0200", "2024-05-01 07:30"),
        ("2024年5月1日", "2024-05-01 day"),
        ("2024년 5월 1일 09:30", "2024-05-01 09:30"),
        ("2024-05-01T09:30:06+0200[Europe/Paris]", "2024-05-01 07:30"),
        ("April 8, 2020 16:25 Eastern Daylight Time", "2020-04-08 20:25"),
    ],
)
def test_times_are_read_with_their_zones(text, expected):
    moment = dates.parse(text, "month first" if text.startswith("0") and "/" in text else None)
    written = f"{moment.at:%Y-%m-%d} day" if moment.precision == "day" else f"{moment.at:%Y-%m-%d %H:%M}"
    assert written == expected


def test_a_zone_that_is_not_understood_is_named():
    assert article({"date": "04:25:06 PM IST Apr 08, 2020"})[1] == [
        "the time names the zone 'IST', which is not understood, and is read as UTC"
    ]


@pytest.mark.parametrize(
    "text, zoned",
    [("28. Juni 2019, 10:00 Uhr", False), ("28 juni 2019 10:00 uur", False), ("2019-06-28 10:00 h", False),
     ("28 June 2019, 10:00 hours GMT", True), ("28.06.2019, 12:00 Uhr MESZ", True)],
)  # fmt: skip
def test_the_word_for_hour_is_no_name_of_a_zone(text, zoned):
    moment = dates.parse(text)
    assert (moment.at, moment.zone, moment.zoned) == (datetime(2019, 6, 28, 10, tzinfo=UTC), "", zoned)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("3 février 2021", "2021-02-03"),
        ("3. Februar 2021, 10 Uhr", "2021-02-03"),
        ("2021.02.03. 오후 1:30", "2021-02-03"),
        ("3 февраля 2021 г.", "2021-02-03"),
        ("/Date(1612305000000)/", "2021-02-02"),
        ("/Date(1612305000000+0300)/", "2021-02-02"),
        ("3 février 2021 (mis à jour le 4/2/2021)", None),
        ("mis à jour le 06.09.2021 à midi", None),
    ],
)
def test_days_in_other_languages_and_of_other_programs_are_read_in_rows(text, expected):
    row, notes = article({"date": text})
    assert (row["published_at"].date().isoformat() if expected else row["published_at"]) == expected
    assert bool(notes) == (expected is None)


def test_a_date_that_a_database_wraps_is_read(tmp_path):
    row = {"outlet": "RT", "title": "Talks", "text": "They met.", "date": {"$date": "2021-02-03T22:30:00Z"}}
    (tmp_path / "a.jsonl").write_text(json.dumps(row))
    assert ingest.read(tmp_path).articles["published_at"][0] == pd.Timestamp("2021-02-03 22:30", tz="UTC")


def test_a_line_that_says_how_long_ago_a_page_was_published_names_no_day():
    assert dates.of_text("Talks stall\n6 years ago\nThe leaders met.") is None
    assert dates.of_text("Talks stall\n6 years ago\n17 Sep, 2019 07:28\nThe leaders met.").precision == "minute"
