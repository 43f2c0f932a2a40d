"""Sentences that open a view: what is there, and what may be said of it."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.events import spans
from analysis.presentation.charts.frame import FEW_ARTICLES
from analysis.presentation.prose import count, joined, part_of, percent, signed, when


def on_overview(
    counts: Mapping[str, Any],
    standing: pd.DataFrame | None = None,
    focus: str | None = None,
    doubtful: tuple[int, int] = (0, 0),
) -> str:
    """Answer what is in a corpus and whether it can be compared.

    Parameters
    ----------
    counts : mapping
        What `queries.overview.counts` counts.
    standing : DataFrame, optional
        What `queries.events.coverage_by_outlet` gives.
    focus : str, optional
        The outlet that the answer is about: what it has comes first.
    doubtful : tuple of int
        What `queries.event.n_in_doubt` counts.

    Examples
    --------
    >>> on_overview({"n_articles": 3, "n_outlets": 3, "n_events": 3, "n_shared_events": 0, "n_shared_storylines": 1,
    ...              "first_at": pd.Timestamp("2019-06-28"), "last_at": pd.Timestamp("2025-08-25")})
    '3 articles from 3 outlets, 28 June 2019 to 25 August 2025. No event is reported by two of them, but they share 1
    storyline: it can be described, not ranked. To compare, add articles of these outlets about the same events.'
    """
    own = "" if standing is None else _share_of(standing[standing["outlet"] == focus], counts)
    return f"{own} {_on_overview(counts, in_doubt(*doubtful, int(counts['n_shared_events'])))}".strip()


def in_doubt(n_doubtful: int, n_looked_at: int, n_shared: int) -> str:
    """Say how many of the shared events may be two, as a sentence that follows their number; nothing where none may.

    Examples
    --------
    >>> in_doubt(13, 20, 20), in_doubt(0, 20, 20)
    (' 13 of these events are in doubt: each may be two.', '')
    >>> in_doubt(1, 300, 4000)
    ' Of the 300 that most outlets report, 1 is in doubt: it may be two.'
    """
    if not n_doubtful:
        return ""
    told = "is in doubt: it may be two." if n_doubtful == 1 else "are in doubt: each may be two."
    if n_looked_at < n_shared:
        return f" Of the {n_looked_at:,} that most outlets report, {n_doubtful:,} {told}"
    return f" {n_doubtful:,} of these events {told}" if n_shared > 1 else " This event is in doubt: it may be two."


def _share_of(own: pd.DataFrame, counts: Mapping[str, Any]) -> str:
    """Say what the focus outlet has of what is there; nothing without one.

    Examples
    --------
    >>> _share_of(pd.DataFrame({"outlet": ["RT"], "n_articles": [3], "n_shared": [2]}), {"n_shared_events": 5})
    'RT has 3 of these articles and reports 2 of the 5 shared events.'
    """
    if own.empty:
        return ""
    row, n_shared = own.iloc[0], int(counts["n_shared_events"])
    told = f"{row['outlet']} has {row['n_articles']:,} of these articles"
    return (
        f"{told} and reports {row['n_shared']:,} of the {count(n_shared, 'shared event')}." if n_shared else f"{told}."
    )


def _on_overview(counts: Mapping[str, Any], doubt: str) -> str:
    n_articles = int(counts["n_articles"])
    whole = int(counts.get("n_all", n_articles))
    if not n_articles:
        return f"None of {count(whole, 'article')} is left under these filters."
    begin = (
        f"{part_of(n_articles, whole, 'article')}{',' if n_articles < whole else ''} from "
        f"{count(int(counts['n_outlets']), 'outlet')}, {when(counts['first_at'], counts['last_at'])}."
    )
    shared, lines = int(counts["n_shared_events"]), int(counts["n_shared_storylines"])
    if int(counts["n_outlets"]) < 2:
        return f"{begin} One outlet alone cannot be compared; choose or add another."
    more = "To compare, add articles of these outlets about the same events."
    if shared >= 6:
        told = f"{count(shared, 'event')} are reported by two or more of them, which is enough to compare."
        return f"{begin} {told}{doubt}"
    if shared >= 3:
        return (
            f"{begin} {count(shared, 'event')} are reported by two or more of them: enough for intervals, "
            f"too few for a test of chance (six).{doubt}"
        )
    if shared:
        are = "is" if shared == 1 else "are"
        told = f"Only {count(shared, 'event')} {are} reported by two or more of them: describe, do not rank."
        return f"{begin} {told}{doubt} {more}"
    if lines:
        return (
            f"{begin} No event is reported by two of them, but they share {count(lines, 'storyline')}: it can be "
            f"described, not ranked. {more}"
        )
    return f"{begin} No event and no storyline is reported by two of them, so nothing can be compared. {more}"


def on_event(label: str, articles: pd.DataFrame, what: str, n_events: int) -> str:
    """Say what an event or storyline is, who reports it, and what may be said of it.

    Examples
    --------
    >>> days = pd.to_datetime(["2019-09-17", "2025-08-25"])
    >>> rows = pd.DataFrame({"outlet": ["RT", "Sky News"], "published_at": days})
    >>> on_event("Trump meets Kim", rows, "storyline", 2)
    'Around “Trump meets Kim”, a storyline of 2 events: 2 articles of 2 outlets, 17 September 2019 to 25 August 2025.
    Each outlet has one article and the events lie years apart: this describes these texts and ranks nobody; it would
    need articles of two outlets on the same event.'
    """
    outlets = articles["outlet"].nunique()
    doubt = articles["date_doubt"] if "date_doubt" in articles else pd.Series(None, index=articles.index, dtype="str")
    told = spans.of_groups(pd.Series(0, index=articles.index), articles["published_at"], doubt)
    first, last, n_doubtful = told.iloc[0]
    days = when(first, last) + _doubtful(n_doubtful, articles["published_at"].notna().sum())
    text = f"Around “{label}”, a storyline of {count(n_events, 'event')}" if what == "storyline" else label
    text += f": {count(len(articles), 'article')} of {count(outlets, 'outlet')}, {days}. "
    if outlets < 2:
        return f"{text}One outlet alone cannot be compared; choose or add another."
    if what == "storyline" and len(articles) == outlets:
        return (
            f"{text}Each outlet has one article and the events lie {_apart(first, last)} apart: this describes these "
            "texts and ranks nobody; it would need articles of two outlets on the same event."
        )
    if len(articles) == outlets:
        return f"{text}Each outlet has one article: this describes these texts and ranks nobody."
    return f"{text}One {what} only describes; the views Tone and Framing say whether outlets differ beyond it."


def _doubtful(n_doubtful: int, n_dated: int) -> str:
    """Say how many dates a span leaves out, or that it rests on none that can be trusted.

    Examples
    --------
    >>> [_doubtful(n_doubtful, 3) for n_doubtful in (0, 1, 3)]
    ['', ' (1 doubtful date left out)', ' (no date can be trusted)']
    """
    if not n_doubtful:
        return ""
    left_out = f"{count(n_doubtful, 'doubtful date')} left out"
    return f" ({left_out if n_doubtful < n_dated else 'no date can be trusted'})"


def on_first(firsts: pd.DataFrame) -> str:
    """Say which outlet dated its article first, and how much later the others followed, as far as dates tell.

    Parameters
    ----------
    firsts : DataFrame
        ``outlet``, ``first_at``, ``published_precision`` and, where dates were left out, ``n_doubtful``, in time.

    Examples
    --------
    >>> at = pd.to_datetime(["2019-06-30 04:00", "2019-06-30 09:00", "2019-07-02 10:00", None])
    >>> rows = pd.DataFrame({"outlet": ["RT", "CNN", "NPR", "BBC"], "first_at": at, "published_precision": "minute"})
    >>> on_first(rows)
    'RT has the earliest article here, 30 June 2019; CNN followed 5 hours later and NPR 2 days later. BBC is undated.'
    >>> on_first(rows.assign(published_precision="day"))
    'RT and CNN have the earliest articles here, 30 June 2019; no hour is known, so who was first cannot be known. NPR
    followed 2 days later. BBC is undated.'
    >>> on_first(rows.assign(published_precision="minute", first_at=[*at[:1], *at[2:3], *at[2:3], None]))
    'RT has the earliest article here, 30 June 2019; CNN and NPR followed 2 days later. BBC is undated.'
    >>> on_first(rows.iloc[[0, 3]].assign(n_doubtful=[0, 1]))
    'RT has the earliest article here, 30 June 2019. BBC has no date here that can be trusted, so who was first
    is not certain.'
    """
    dated, rest = firsts[firsts["first_at"].notna()], firsts[firsts["first_at"].isna()]
    is_doubtful = rest["n_doubtful"] > 0 if "n_doubtful" in rest else pd.Series(False, index=rest.index)
    undated, doubtful = rest.loc[~is_doubtful, "outlet"].tolist(), rest.loc[is_doubtful, "outlet"].tolist()
    if dated.empty:
        what = "has a date that can be trusted" if doubtful else "is dated"
        return f"No article here {what}, so nobody can be called first."
    first, others = dated.iloc[0], dated.iloc[1:]
    ties = others[[_is_tie(first, row) for row in others.to_dict("records")]]
    day = f"{first['first_at'].day} {first['first_at']:%B %Y}"
    followed = _followed(first, others.drop(ties.index))
    if len(ties):
        earliest = joined([first["outlet"], *ties["outlet"]], 6)
        sentences = [f"{earliest} have the earliest articles here, {day}; no hour is known, so who was first cannot be "
                     "known.", followed]  # fmt: skip
    else:
        sentences = [f"{first['outlet']} has the earliest article here, {day}{f'; {followed}' if followed else '.'}"]
    if undated:
        sentences.append(f"{joined(undated, 6)} {'is' if len(undated) == 1 else 'are'} undated.")
    if doubtful:
        has = "has" if len(doubtful) == 1 else "have"
        sentences.append(
            f"{joined(doubtful, 6)} {has} no date here that can be trusted, so who was first is not certain."
        )
    return " ".join(filter(None, sentences))


def _followed(first: "pd.Series", later: pd.DataFrame) -> str:
    """Say how much later than the first one other outlets dated their articles; outlets of one delay together."""
    by_delay: dict[str, list[str]] = {}
    for row in later.to_dict("records"):
        by_delay.setdefault(_later(first, row), []).append(row["outlet"])
    delays = [f"{joined(outlets, 6)}{'' if n else ' followed'} {delay}"
              for n, (delay, outlets) in enumerate(by_delay.items())]  # fmt: skip
    return f"{joined(delays, 6)}." if delays else ""


def on_speakers(table: pd.DataFrame) -> str:
    """Say who is given most words in an event or storyline, and by how many outlets.

    Parameters
    ----------
    table : DataFrame
        ``speaker``, ``outlet``, ``estimate`` (words), the speaker with most words first.

    Examples
    --------
    >>> rows = {"speaker": ["Kim", "Kim", "Lee"], "outlet": ["RT", "CNN", "RT"], "estimate": [40.0, 21.6, 9.0]}
    >>> on_speakers(pd.DataFrame(rows))
    'Most words go to Kim: 62, by 2 outlets. 2 speakers are listed; this describes these texts only.'
    """
    first = table[table["speaker"] == table["speaker"].iloc[0]]
    given = f"{first['estimate'].sum():,.0f}, by {count(first['outlet'].nunique(), 'outlet')}"
    n = table["speaker"].nunique()
    listed = f"{count(n, 'speaker')} {'is' if n == 1 else 'are'} listed"
    return f"Most words go to {first['speaker'].iloc[0]}: {given}. {listed}; this describes these texts only."


def on_aligned(counts: pd.DataFrame) -> str:
    """Say how many sentences each outlet has alone, from what `queries.event.aligned_sentences` counts.

    Examples
    --------
    >>> rows = {"outlet": ["RT", "CNN"], "n_sentences": [20, 31], "n_only_here": [4, 9]}
    >>> on_aligned(pd.DataFrame(rows))
    'Sentences that no other outlet has: RT 4 of 20 and CNN 9 of 31. Read them before saying that others left something
    out.'
    """
    parts = [f"{row['outlet']} {row['n_only_here']:,} of {row['n_sentences']:,}" for row in counts.to_dict("records")]
    return (
        f"Sentences that no other outlet has: {joined(parts, 8)}. "
        "Read them before saying that others left something out."
    )


def _is_tie(first: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether dates do not tell two articles apart: one day, and of one of them no hour; or one minute."""
    if first["published_precision"] == other["published_precision"] == "minute":
        return bool(first["first_at"] == other["first_at"])
    return bool(first["first_at"].normalize() == other["first_at"].normalize())


def _later(first: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    """Say how much later an article is: in hours where both are known to the minute and lie near, else in days."""
    hours = (other["first_at"] - first["first_at"]).total_seconds() / 3600
    to_the_minute = first["published_precision"] == other["published_precision"] == "minute"
    if to_the_minute and hours < NEAR_HOURS:
        return f"{count(round(hours), 'hour')} later" if hours >= 1 else f"{count(round(hours * 60), 'minute')} later"
    days = (other["first_at"].normalize() - first["first_at"].normalize()).days
    return f"{days:,} day{'s' * (days != 1)} later"


NEAR_HOURS = 48
"""Hours up to which a delay is told in hours, where they are known."""


def _apart(first: pd.Timestamp, last: pd.Timestamp) -> str:
    if pd.isna(first) or pd.isna(last):
        return "an unknown time"
    days = (last - first).days
    return "years" if days > 730 else "months" if days > 60 else "days"


def on_article(sentences: pd.DataFrame) -> str:
    """Say what an article's tone rests on.

    Parameters
    ----------
    sentences : DataFrame
        Those of the article: ``sentence`` (-1: the headline), ``voice``, ``tone``.

    Examples
    --------
    >>> rows = pd.DataFrame({"sentence": [-1, 0, 1, 2], "voice": ["own", "own", "direct", "own"]})
    >>> rows = rows.assign(tone=[0.1, 0.5, 0.9, None])
    >>> on_article(rows)
    "The outlet's own voice: mean tone +0.50, over 1 of its 2 own sentences; only sentences with words of the lexicon \
have a tone. 33% of the body's sentences carry somebody else's words."
    >>> on_article(rows[rows["voice"] == "direct"])
    "Every sentence of its body carries somebody else's words, so the outlet's own voice has no tone."
    """
    body = sentences[sentences["sentence"] >= 0]
    if body.empty:
        return "Its body has no sentences that could be measured, so only its headline counts."
    own = body[body["voice"] == "own"]
    if own.empty:
        return "Every sentence of its body carries somebody else's words, so the outlet's own voice has no tone."
    scored, n_own = own["tone"].dropna(), f"{len(own):,} own sentence{'s' * (len(own) > 1)}"
    told = f"mean tone {signed(scored.mean())}, over {len(scored):,} of its {n_own}" if len(scored) else "no tone"
    return (
        f"The outlet's own voice: {told}; only sentences with words of the lexicon have a tone. "
        f"{percent(1 - len(own) / len(body))} of the body's sentences carry somebody else's words."
    )


def on_events(
    n_shared: int,
    n_storylines: int,
    standing: pd.DataFrame,
    focus: str | None = None,
    doubtful: tuple[int, int] = (0, 0),
) -> str:
    """Answer which events are shared, and who alone dated its article first most often; the focus outlet comes first.

    Parameters
    ----------
    n_shared, n_storylines : int
        Events that two or more outlets cover, and storylines of two or more events.
    standing : DataFrame
        What `queries.events.coverage_by_outlet` gives.
    focus : str, optional
        The outlet that the answer is about.
    doubtful : tuple of int
        What `queries.event.n_in_doubt` counts.

    Examples
    --------
    >>> rows = pd.DataFrame({"outlet": ["RT", "CNN"], "n_shared": [9, 7], "n_first": [4, 1], "n_alone": [3, 0]})
    >>> on_events(0, 1, rows)
    'No event is covered by two or more of these outlets; 1 storyline of two or more events joins what they cover.'
    >>> on_events(9, 1, rows)
    '9 events are covered by two or more of these outlets. Most often alone with the earliest date: RT, in 4 of the 9 it
    reports. 1 storyline of two or more events is listed.'
    >>> on_events(9, 2, rows, "CNN")
    'CNN reports 7 of the 9 events that two or more of these outlets cover, and no event alone; in 1 of them it alone
    has the earliest date. 2 storylines of two or more events are listed.'
    """
    lines = count(n_storylines, "storyline")
    if not n_shared:
        joins = "joins" if n_storylines == 1 else "join"
        rest = f"{lines} of two or more events {joins} what they cover." if n_storylines else "no storyline joins them."
        return f"No event is covered by two or more of these outlets; {rest}"
    listed = f"{lines} of two or more events {'is' if n_storylines == 1 else 'are'} listed."
    doubt = in_doubt(*doubtful, n_shared)
    own = standing[standing["outlet"] == focus]
    if len(own):
        return f"{_events_of(own.iloc[0], n_shared)}{doubt} {listed}"
    first = standing.loc[standing["n_first"].idxmax()]
    told = (
        f"{count(n_shared, 'event')} {'is' if n_shared == 1 else 'are'} covered by two or more of these outlets.{doubt}"
    )
    if first["n_first"] > 1:
        told += (
            f" Most often alone with the earliest date: {first['outlet']}, in {first['n_first']:,} of the "
            f"{first['n_shared']:,} it reports."
        )
    return f"{told} {listed}"


def _events_of(row: Mapping[str, Any], n_shared: int) -> str:
    alone = count(int(row["n_alone"]), "event") if row["n_alone"] else "no event"
    told = f"{row['outlet']} reports {row['n_shared']:,} of the {count(n_shared, 'event')} that two or more of these "
    told += f"outlets cover, and {alone} alone"
    return f"{told}; in {row['n_first']:,} of them it alone has the earliest date." if row["n_shared"] else f"{told}."


def on_quality(counts: Mapping[str, Any]) -> str:
    """Say what was dropped or needs care, from what `queries.overview.counts` counts.

    Examples
    --------
    >>> on_quality({"n_all": 3, "n_rejects": 1, "n_undated": 0, "n_doubtful": 1, "n_copies": 0, "n_other_language": 0,
    ...             "n_short": 2})
    'Of 4 inputs 3 became articles and 1 was rejected. Under the filters: 0 undated, 1 with a doubtful date, 0 copies, 0
    in other languages, 2 short.'
    """
    total = int(counts["n_all"]) + int(counts["n_rejects"])
    verb = "was" if counts["n_rejects"] == 1 else "were"
    became = (
        f"Of {count(total, 'input')} {counts['n_all']:,} became articles and {counts['n_rejects']:,} {verb} rejected."
        if counts["n_rejects"]
        else f"All {count(total, 'input')} became articles."
    )
    return (
        f"{became} Under the filters: {counts['n_undated']:,} undated, {counts['n_doubtful']:,} with a doubtful "
        f"date, {count(int(counts['n_copies']), 'copy')}, "
        f"{counts['n_other_language']:,} in other languages, {counts['n_short']:,} short."
    )


def on_voices(shares: pd.DataFrame, focus: str | None = None) -> str:
    """Answer whose words the reader gets: each outlet's share of its own voice; the focus outlet against the others.

    Examples
    --------
    >>> rows = {"outlet": ["RT", "RT", "CNN"], "voice": ["own", "direct", "own"], "share": [0.6, 0.4, 0.52],
    ...         "n_articles": [9, 9, 5]}
    >>> on_voices(pd.DataFrame(rows))
    "Share of words in the outlet's own voice: RT 60% and CNN 52%; the rest is quoted or paraphrased. This describes;
    the tone view compares."
    >>> many = pd.DataFrame({"outlet": list("ABCDE"), "voice": "own", "share": [0.6, 0.7, 0.5, 0.6, 0.6],
    ...                      "n_articles": 9})
    >>> on_voices(many).partition(";")[0]
    "Share of words in the outlet's own voice: from C 50% to B 70%"
    >>> on_voices(pd.DataFrame(rows), "CNN")
    'CNN writes 52% of its words in its own voice, the other outlet 60%; the rest is quoted or paraphrased. This
    describes; the tone view compares.'
    >>> on_voices(pd.concat([many, pd.DataFrame({"outlet": ["F"], "voice": "own", "share": 0.9, "n_articles": 1})]))
    "Share of words in the outlet's own voice: from C 50% to B 70%; the rest is quoted or paraphrased. Outlets with
    fewer than 5 articles are not named here. This describes; the tone view compares."
    """
    own = shares[shares["voice"] == "own"].sort_values(["n_articles", "outlet"], ascending=[False, True])
    has_enough = (own["n_articles"] >= FEW_ARTICLES) | (own["outlet"] == focus)
    left_out = ""
    if 1 < has_enough.sum() < len(own):  # of fewer, a share is that of the articles and not of the outlet
        own, left_out = own[has_enough], f"Outlets with fewer than {FEW_ARTICLES} articles are not named here. "
    if own.empty:
        return "No sentences are measured under these filters."
    mine, others = own[own["outlet"] == focus], own[own["outlet"] != focus]["share"]
    if len(mine) and len(others):
        low, high = percent(others.min()), percent(others.max())
        span = f"the {len(others)} others {low if low == high else f'{low} to {high}'}"
        who = span if len(others) > 1 else f"the other outlet {low}"
        told = f"{focus} writes {percent(mine['share'].iloc[0])} of its words in its own voice, {who}"
    else:
        named = own if len(own) <= MAX_NAMED else own.sort_values("share", kind="stable").iloc[[0, -1]]
        parts = [f"{outlet} {percent(share)}" for outlet, share in zip(named["outlet"], named["share"], strict=True)]
        whose = f"from {parts[0]} to {parts[-1]}" if len(named) < len(own) else joined(parts, MAX_NAMED)
        told = f"Share of words in the outlet's own voice: {whose}"
    return f"{told}; the rest is quoted or paraphrased. {left_out}This describes; the tone view compares."


MAX_NAMED = 4
"""Outlets whose shares are all told in a sentence; of more the lowest and the highest."""


def on_changes(by_outlet: pd.DataFrame, counts: str = "first") -> str:
    """Say how many articles were changed after they were first read, by whom most, and which text counts.

    Parameters
    ----------
    by_outlet : DataFrame
        ``outlet``, ``n_changed``, ``n_headlines``, ``n_texts``, most first.
    counts : {"first", "last"}
        Which text of an address counts in comparisons.

    Examples
    --------
    >>> rows = pd.DataFrame({"outlet": ["RT", "CNN"], "n_changed": [3, 1], "n_headlines": [2, 0], "n_texts": [3, 1]})
    >>> on_changes(rows)
    '4 articles of 2 outlets were changed after they were first read (2 changes of headlines, 4 of texts), most of them
    by RT (3). In comparisons the first text of each counts.'
    >>> on_changes(rows.iloc[:0])
    'No article here was read with two different texts. Versions appear when articles are collected again, or come
    from sources of several days.'
    """
    n = int(by_outlet["n_changed"].sum())
    if not n:
        return (
            "No article here was read with two different texts. Versions appear when articles are collected again, "
            "or come from sources of several days."
        )
    headlines, texts = (int(by_outlet[name].sum()) for name in ("n_headlines", "n_texts"))
    first = by_outlet.iloc[0]
    most = f", most of them by {first['outlet']} ({first['n_changed']:,})" if len(by_outlet) > 1 else ""
    was = "was" if n == 1 else "were"
    return (
        f"{count(n, 'article')} of {count(len(by_outlet), 'outlet')} {was} changed after "
        f"{'it was' if n == 1 else 'they were'} first read ({count(headlines, 'change')} of headlines, {texts:,} of "
        f"texts){most}. In comparisons the {counts} text of each counts."
    )
