"""What is found by name: against a loop over the tables."""

from analysis import queries
from analysis.queries import uncounted
from tests import made_store


def test_events_and_headlines_are_found_by_all_words_in_any_case(made):
    found = queries.search.named(made, "BORDER meet", most=1000)
    events = made.table("event_summary")
    wanted = {row["event"] for row in events.to_dict("records") if "meet at the border" in row["label"].lower()}
    assert wanted and set(found.loc[found["kind"] == "event", "key"]) == wanted
    titles = queries.search.named(made, "day 3", most=1000)
    articles = made.articles()
    holding = articles[articles["title"].map(lambda text: "day" in text.lower() and "3" in text)]
    assert set(titles.loc[titles["kind"] == "article", "key"]) == set(holding["article_id"])
    outlets = articles.set_index("article_id")["outlet"].astype("str")
    of_articles = titles[titles["kind"] == "article"]
    assert of_articles["outlet"].tolist() == outlets[of_articles["key"]].tolist()
    assert titles.loc[titles["kind"] != "article", "outlet"].isna().all()
    latest = titles.loc[titles["kind"] == "article", "at"].dropna().tolist()
    assert len(latest) > 1 and latest == sorted(latest, reverse=True)


def test_outlets_speakers_and_storylines_are_found(made):
    assert queries.search.named(made, "sky")[["kind", "key"]].to_numpy().tolist()[0] == ["outlet", "Sky News"]
    kim = queries.search.named(made, "jong")
    assert kim[["kind", "name"]].to_numpy().tolist() == [["speaker", "Kim Jong Un"]]
    assert "storyline" in set(queries.search.named(made, "border")["kind"])


def test_few_of_each_kind_are_listed_and_nothing_without_words(made):
    found = queries.search.named(made, "e")
    assert found["kind"].value_counts().max() == queries.search.MAX_EACH
    assert queries.search.named(made, "  ").empty and queries.search.named(made, "no such (name").empty
    evil = queries.search.named(made, made_store.EVIL, most=1)
    assert set(evil["name"]) == {made_store.EVIL}


def test_speakers_come_in_the_order_of_their_attributions(made):
    quotes = made.table("quotes").dropna(subset=["speaker"])
    quotes = quotes[uncounted.fate_of(quotes, made.settings) == uncounted.COUNTED]
    counts = quotes["speaker"].map(queries.attributed.known_name).value_counts()
    ordered = sorted(counts.index, key=lambda name: (-counts[name], name))
    assert queries.voices.speaker_names(made) == ordered
