"""What was dropped or looks wrong: counts by outlet against loops over the tables."""

from dataclasses import replace

import pandas as pd

from analysis import queries
from analysis.settings import Filters
from analysis.store import manifests
from analysis.store.snapshots import Snapshot
from tests.queries.conftest import SOME


def test_what_cleaning_removed_is_counted_by_outlet_and_rule(made, rows):
    removed = made.table("removals")
    chosen = {row["article_id"]: row["outlet"] for row in rows}
    n_characters: dict[tuple[str, str], int] = {}
    for row in removed[removed["article_id"].isin(chosen)].to_dict("records"):
        key = chosen[row["article_id"]], str(row["rule"])
        n_characters[key] = n_characters.get(key, 0) + len(row["text"])
    table = queries.quality.removals(made, SOME)
    assert dict(zip(zip(table["outlet"], table["rule"], strict=True), table["n_characters"], strict=True)) == (
        n_characters
    )


def test_trust_in_dates_counts_every_article_once_and_is_empty_where_no_text_names_a_weekday(made, rows):
    table = queries.quality.trust_in_dates(made, SOME)
    assert table["n_articles"].sum() == len(rows)
    assert table.loc[table["n_judged"] == 0, "share_real"].isna().all()


def test_trust_in_dates_of_the_seeds(seed_store):
    table = queries.quality.trust_in_dates(seed_store, Filters())
    assert table["n_articles"].tolist() == [1, 1, 1]
    assert table["n_undated"].sum() == pd.isna(seed_store.articles()["published_at"]).sum()


def test_a_store_says_when_earlier_rules_cleaned_it_and_a_store_of_today_says_nothing(made):
    assert queries.quality.older_rules(made) == ""
    without = {name: value for name, value in made.manifest.versions.items() if name != manifests.CLEANING}
    older = Snapshot(made.directory, replace(made.manifest, versions=without))
    assert "version 4 or before" in queries.quality.older_rules(older)
    assert "`build --relearn`" in queries.quality.older_rules(older)
