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
    coded_at = queries.corpora.coded_at(opened)  # codings change what comparisons say, and make no new snapshot
    key = (name, str(opened.directory), opened.number, opened.manifest.created_at, coded_at)
    kept: Answer = _answer(key, args, kwargs, lambda: query(opened, *args, **kwargs))
    return kept


def cached(named: Callable[[], Callable[Concatenate[Snapshot, Arguments], Answer]]) -> Callable[Arguments, Answer]:
    """Give `ask` of one query a name; its module is loaded when it is first asked."""

    def answer(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Answer:
        """Answer from the cache, or ask now."""
        return ask(named(), *args, **kwargs)

    return answer


@st.cache_data(max_entries=MAX_ANSWERS, show_spinner="Counting", hash_funcs={Filters: Filters.as_dict})
def _answer(
    key: tuple[object, ...], args: tuple[object, ...], kwargs: dict[str, object], _ask: Callable[[], Answer]
) -> Answer:
    return _ask()


overview = cached(lambda: queries.overview.counts)
by_outlet = cached(lambda: queries.overview.by_outlet)
by_period = cached(lambda: queries.overview.by_period)

events = cached(lambda: queries.events.listing)
events_to_choose = cached(lambda: queries.events.choices)
storylines = cached(lambda: queries.events.storylines)
coverage_by_outlet = cached(lambda: queries.events.coverage_by_outlet)
storyline_name = cached(lambda: queries.events.storyline_name)
event_name = cached(lambda: queries.events.event_name)
event_by_outlet = cached(lambda: queries.events.event_by_outlet)
coverage = cached(lambda: queries.events.coverage)
map_of_articles = cached(lambda: queries.events.map_of_articles)

glance = cached(lambda: queries.headlines.glance)
happened = cached(lambda: queries.headlines.happened)
moves = cached(lambda: queries.headlines.moves)
wording_along = cached(lambda: queries.storyline.wording_along)

doubt = cached(lambda: queries.event.doubt)
in_doubt = cached(lambda: queries.event.in_doubt)
n_in_doubt = cached(lambda: queries.event.n_in_doubt)
event_to_open = cached(lambda: queries.event.to_open)
explanation = cached(lambda: queries.event.explanation)
aligned_sentences = cached(lambda: queries.event.aligned_sentences)
copied_passages = cached(lambda: queries.event.copied_passages)
coverage_of_storyline = cached(lambda: queries.event.coverage_of_storyline)
names_used = cached(lambda: queries.event.names_used)

measure_names = cached(lambda: queries.measures.names)
measures_held = cached(lambda: queries.measures.names_under)
estimates = cached(lambda: queries.measures.estimates)
components = cached(lambda: queries.measures.components)
means = cached(lambda: queries.measures.means)
each_article = cached(lambda: queries.measures.each_article)
over_time = cached(lambda: queries.measures.over_time)
highest = cached(lambda: queries.measures.highest)
tone_sentences = cached(lambda: queries.measures.tone_sentences)

kinds_of_text = cached(lambda: queries.genre.caution)
of_difference = cached(lambda: queries.evidence.of_difference)

codebooks = cached(lambda: queries.framing.codebooks)
further_names = cached(lambda: queries.framing.further_names)
frame_sentences = cached(lambda: queries.framing.sentences)
trained_figures = cached(lambda: queries.framing.trained_figures)

voice_shares = cached(lambda: queries.voices.shares)
speakers = cached(lambda: queries.voices.speakers)
sides = cached(lambda: queries.voices.sides)
cues = cached(lambda: queries.voices.cues)
quotes_of = cached(lambda: queries.voices.quotes_of)
attributions = cached(lambda: queries.voices.attributions)
n_attributions = cached(lambda: queries.voices.n_attributions)
words_of_speakers = cached(lambda: queries.voices.words_of_speakers)

fates = cached(lambda: queries.uncounted.fates)
thinkers = cached(lambda: queries.uncounted.thinkers)

keyness = cached(lambda: queries.words.keyness)
house_style = cached(lambda: queries.words.house_style)
control = cached(lambda: queries.words.control)
sentences_with = cached(lambda: queries.words.sentences_with)

named = cached(lambda: queries.search.named)

articles = cached(lambda: queries.articles.listing)
article = cached(lambda: queries.articles.article)
article_sentences = cached(lambda: queries.articles.sentences)
article_measures = cached(lambda: queries.articles.measures)
marks = cached(lambda: queries.articles.marks)
removals = cached(lambda: queries.articles.removals)
articles_behind = cached(lambda: queries.articles.behind)
search = cached(lambda: queries.articles.search)

removed_by_rule = cached(lambda: queries.quality.removals)
older_rules = cached(lambda: queries.quality.older_rules)
trust_in_dates = cached(lambda: queries.quality.trust_in_dates)
quality_by_outlet = cached(lambda: queries.quality.by_outlet)
dates_by_origin = cached(lambda: queries.quality.dates_by_origin)
gaps = cached(lambda: queries.quality.gaps)
crawl_dates = cached(lambda: queries.quality.crawl_dates)
truncated = cached(lambda: queries.quality.truncated)
read_before = cached(lambda: queries.collecting.read_before)
collected = cached(lambda: queries.collection.by_outlet_and_day)
versions = cached(lambda: queries.versions.of)
changes_by_outlet = cached(lambda: queries.versions.by_outlet)
changed_sentences = cached(lambda: queries.versions.sentences)
copies = cached(lambda: queries.quality.copies)
rejects = cached(lambda: queries.quality.rejects)
notes = cached(lambda: queries.quality.notes)

starting_points = cached(lambda: queries.presets.starting_points)
