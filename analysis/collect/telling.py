"""What a plan or a run says to whoever asked for it, in sentences."""

import math

from analysis.collect.collecting import Summary
from analysis.collect.plan import Wanted

MAX_PROBLEMS = 20
"""Problems that are told one by one; the record holds them all."""


def of_plan(summary: Summary, wanted: Wanted) -> str:
    """Say what would be fetched, from where and how long politeness makes it take."""
    hosts = sorted(summary.by_host.items(), key=lambda pair: (-pair[1], pair[0]))
    first, *others = lines_of_plan(summary, wanted)
    return "\n".join([first, *(f"  {host}: {n:,}" for host, n in hosts), *others])


def lines_of_plan(summary: Summary, wanted: Wanted) -> list[str]:
    """Say it without the hosts, a line each.

    Examples
    --------
    >>> made = Summary(n_listed=3, n_wanted=3, seconds_of_waiting=250)
    >>> made.by_host.update({"a.org": 3})
    >>> lines_of_plan(made, Wanted(feeds=("http://a.org/rss",)))[:2]
    ['3 pages listed, 3 wanted', 'waiting between requests takes at least 5 min']
    """
    lines = _listed(summary, wanted)
    if summary.by_host:
        lines.append(f"waiting between requests takes at least {_duration(summary.seconds_of_waiting)}")
    lines += [f"asked only when collecting: {address}" for address in summary.not_asked]
    return [*lines, *_problems(summary), "so far only robots.txt and feeds were asked for"]


def of_run(summary: Summary, wanted: Wanted) -> str:
    """Say what a run brought, what it did not bring and why.

    Examples
    --------
    >>> made = Summary(n_listed=3, n_wanted=3, n_known=1)
    >>> made.outcomes.update(fetched=1, gone=1)
    >>> print(of_run(made, Wanted(feeds=("http://a.org/rss",))))
    3 pages listed, 3 wanted, 1 of them had before
    1 fetched, 1 gone
    """
    outcomes = ", ".join(f"{n:,} {outcome}" for outcome, n in summary.outcomes.most_common())
    lines = [*_listed(summary, wanted), outcomes or "nothing new to fetch", *_problems(summary)]
    return "\n".join([*lines, *(f"{host} was left alone: {why}" for host, why in summary.left_alone.items())])


def _listed(summary: Summary, wanted: Wanted) -> list[str]:
    known = f", {summary.n_known:,} of them had before" if summary.n_known else ""
    lines = [f"{summary.n_listed:,} page{'s' * (summary.n_listed != 1)} listed, {summary.n_wanted:,} wanted{known}"]
    if wanted.query is not None:
        lines.append(f"'{wanted.query}' was looked for in titles and addresses only: texts are not known before")
    if summary.n_beyond_limit:
        lines.append(f"{summary.n_beyond_limit:,} beyond the limit of {wanted.limit:,}; the same command again goes on")
    return lines


def _problems(summary: Summary) -> list[str]:
    told = list(dict.fromkeys(summary.problems))
    more = [f"and {len(told) - MAX_PROBLEMS:,} problems more"] if len(told) > MAX_PROBLEMS else []
    return [*told[:MAX_PROBLEMS], *more]


def _duration(seconds: float) -> str:
    """Write how long something takes, rounded up.

    Examples
    --------
    >>> _duration(45), _duration(61), _duration(7300)
    ('45 s', '2 min', '2 h 2 min')
    """
    if seconds < 60:
        return f"{seconds:.0f} s"
    hours, minutes = divmod(math.ceil(seconds / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
