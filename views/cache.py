"""What views ask of the open store, the answers kept for all visitors.

``cache.ask(queries.voices.speakers, filters)`` asks a query of the snapshot that is open; what several views ask has a
name below, as in ``cache.overview(filters)``. Both take what the query takes after the snapshot, so `analysis.queries`
documents them, and mypy and an editor follow each question from the view to the store.
"""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

import streamlit as st

from analysis import queries
from analysis.queries import Snapshot
from analysis.settings import Filters
from views import stores

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")

MAX_ANSWERS = 128
"""Answers kept for all visitors together: aggregates of some kilobytes each."""


def ask(
    query: Callable[Concatenate[Snapshot, Arguments], Answer], *args: Arguments.args, **kwargs: Arguments.kwargs
) -> Answer:
    """Ask a query of the snapshot that is open; the answer is kept by query, snapshot, codings and arguments.

    Every call gets a copy of its own.
    """
    opened = stores.snapshot()
    name = f"{query.__module__}.{query.__qualname__}"
    coded_at = queries.coding.changed_at(opened)  # codings change what comparisons say, and make no new snapshot
    key = (name, str(opened.directory), opened.number, opened.manifest.created_at, coded_at)
    kept: Answer = _answer(key, args, kwargs, lambda: query(opened, *args, **kwargs))
    return kept


def cached(query: Callable[Concatenate[Snapshot, Arguments], Answer]) -> Callable[Arguments, Answer]:
    """Give `ask` of one query a name."""

    def answer(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Answer:
        """Answer from the cache, or ask now."""
        return ask(query, *args, **kwargs)

    return answer


@st.cache_data(max_entries=MAX_ANSWERS, show_spinner="Counting", hash_funcs={Filters: Filters.as_dict})
def _answer(
    key: tuple[object, ...], args: tuple[object, ...], kwargs: dict[str, object], _ask: Callable[[], Answer]
) -> Answer:
    return _ask()


overview = cached(queries.overview.counts)
by_outlet = cached(queries.overview.by_outlet)
by_period = cached(queries.overview.by_period)

events = cached(queries.events.listing)
events_to_choose = cached(queries.events.choices)
storylines = cached(queries.events.storylines)
standing = cached(queries.events.standing)
storyline_name = cached(queries.events.storyline_name)
event_name = cached(queries.events.event_name)
event_by_outlet = cached(queries.events.event_by_outlet)
coverage = cached(queries.events.coverage)
map_of_articles = cached(queries.events.map_of_articles)

glance = cached(queries.headlines.glance)
happened = cached(queries.headlines.happened)
moves = cached(queries.headlines.moves)
wording_along = cached(queries.storyline.wording_along)

doubt = cached(queries.event.doubt)
in_doubt = cached(queries.event.in_doubt)
event_to_open = cached(queries.event.to_open)
explanation = cached(queries.event.explanation)
aligned_sentences = cached(queries.event.aligned_sentences)
copied_passages = cached(queries.event.copied_passages)
coverage_of_storyline = cached(queries.event.coverage_of_storyline)
names_used = cached(queries.event.names_used)

measure_names = cached(queries.measures.names)
measures_held = cached(queries.measures.names_under)
estimates = cached(queries.measures.estimates)
components = cached(queries.measures.components)
means = cached(queries.measures.means)
each_article = cached(queries.measures.each_article)
over_time = cached(queries.measures.over_time)
highest = cached(queries.measures.highest)
tone_sentences = cached(queries.measures.tone_sentences)

kinds_of_text = cached(queries.genre.told)
of_difference = cached(queries.evidence.of_difference)

codebooks = cached(queries.framing.codebooks)
further_names = cached(queries.framing.further_names)
frame_sentences = cached(queries.framing.sentences)
trained_figures = cached(queries.framing.trained_figures)

voice_shares = cached(queries.voices.shares)
speakers = cached(queries.voices.speakers)
sides = cached(queries.voices.sides)
cues = cached(queries.voices.cues)
quotes_of = cached(queries.voices.quotes_of)
attributions = cached(queries.voices.attributions)
n_attributions = cached(queries.voices.n_attributions)
words_of_speakers = cached(queries.voices.words_of_speakers)

fates = cached(queries.uncounted.fates)
thinkers = cached(queries.uncounted.thinkers)

keyness = cached(queries.words.keyness)
house_style = cached(queries.words.house_style)
control = cached(queries.words.control)
sentences_with = cached(queries.words.sentences_with)

named = cached(queries.search.named)

articles = cached(queries.articles.listing)
article = cached(queries.articles.article)
article_sentences = cached(queries.articles.sentences)
article_measures = cached(queries.articles.measures)
marks = cached(queries.articles.marks)
removals = cached(queries.articles.removals)
articles_behind = cached(queries.articles.behind)
search = cached(queries.articles.search)

removed_by_rule = cached(queries.quality.removals)
older_rules = cached(queries.quality.older_rules)
trust_in_dates = cached(queries.quality.trust_in_dates)
quality_by_outlet = cached(queries.quality.by_outlet)
dates_by_origin = cached(queries.quality.dates_by_origin)
gaps = cached(queries.quality.gaps)
crawl_dates = cached(queries.quality.crawl_dates)
truncated = cached(queries.quality.truncated)
read_before = cached(queries.collecting.read_before)
collected = cached(queries.collection.by_outlet_and_day)
versions = cached(queries.versions.of)
changes_by_outlet = cached(queries.versions.by_outlet)
changed_sentences = cached(queries.versions.sentences)
copies = cached(queries.quality.copies)
rejects = cached(queries.quality.rejects)
notes = cached(queries.quality.notes)

starting_points = cached(queries.presets.starting_points)
