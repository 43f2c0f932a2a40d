"""What a plan or a run says to whoever asked for it, in sentences."""

from datetime import timedelta

from analysis.collect.collecting import Summary
from analysis.collect.plan import Wanted

MAX_PROBLEMS = 20
"""Problems that are told one by one; the record holds them all."""


def of_plan(summary: Summary, wanted: Wanted) -> str:
    """Say what would be fetched, from where and how long politeness makes it take."""
    lines = _listed(summary, wanted)
    lines += [f"  {host}: {n:,}" for host, n in sorted(summary.by_host.items(), key=lambda pair: (-pair[1], pair[0]))]
    if summary.by_host:
        lines.append(f"waiting between requests takes at least {_duration(summary.seconds_of_waiting)}")
    lines += [f"asked only when collecting: {address}" for address in summary.not_asked]
    return "\n".join([*lines, *_problems(summary), "nothing was fetched but robots.txt and feeds"])


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
    return f"{seconds:.0f} s" if seconds < 60 else str(timedelta(seconds=round(seconds)))
