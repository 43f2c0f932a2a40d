"""A headline is its own words, without what its site puts behind it."""

import pandas as pd
import pytest

from analysis.corpus import boilerplate, ingest, titles


def headlines(tail, n=8, others=0):
    own = [f"Council meets for the {number}th time{tail}" for number in range(n)]
    own += [f"Bridge number {number} is closed" for number in range(others)]
    return pd.DataFrame({"outlet": "walb.com", "title": own, "body": None})


def learnt(*tables):
    found = boilerplate.learn(tables)
    return found.loc[found["kind"] == boilerplate.TITLE, "text"].tolist()


@pytest.mark.parametrize(
    "tail",
    ["News 5 - Memphis, Tennessee", "Dayton, OH News", "Continuous News and StormTracker", "Akron, OH | News, Weather"],
)
def test_what_stands_behind_most_headlines_of_an_outlet_is_learnt_whole_and_taken_away(tail):
    found = learnt(headlines(f" | {tail}"))
    assert tail in found
    assert titles.without_site(f"Talks stall - again | {tail}", ["walb.com"], found) == "Talks stall - again"


def test_a_series_behind_fewer_headlines_and_one_headline_read_again_stay():
    assert learnt(headlines(" - Trump-Kim summit", n=8, others=9)) == []
    assert learnt(headlines(" - Trump-Kim summit", n=3)) == []
    same = pd.DataFrame({"outlet": "RT", "title": ["Talks stall - envoy"] * 9, "body": None})
    assert learnt(same) == []


def test_tails_do_not_depend_on_the_order_of_articles_or_batches():
    table = headlines(" - CBS 5 - KPHO", others=3)
    assert boilerplate.learn([table]).equals(boilerplate.learn([table[5:], table[:5][::-1]]))
    assert len(boilerplate.learn([table])) == 2


def test_a_tail_that_opens_with_the_sites_address_goes_from_a_single_headline():
    assert titles.without_site("Talks end - WALB.com, Albany News, Weather", ["walb.com"]) == "Talks end"
    assert titles.without_site("Talks end - Walberg wins", ["walb.com"]) == "Talks end - Walberg wins"
    assert titles.without_site("Talks end - RT.com says so", ["walb.com"]) == "Talks end - RT.com says so"


def test_learnt_tails_are_taken_from_the_headlines_of_a_corpus_and_ids_stay(tmp_path):
    table = headlines(" - Channel 4 News").assign(text="The council met on Tuesday. It heard a report on the bridge.")
    table.drop(columns="body").to_csv(tmp_path / "a.csv", index=False)
    before = ingest.joined(ingest.stream(tmp_path)).articles
    known = boilerplate.learn([before])
    after = ingest.joined(ingest.stream(tmp_path, boilerplate=known)).articles
    assert before["title"].str.endswith("Channel 4 News").all()
    assert after["title"].str.endswith("th time").all()
    assert after["article_id"].tolist() == before["article_id"].tolist()
