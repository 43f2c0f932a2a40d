"""When a page says that it was published: of all that says so, the surest, and the day as it was where it appeared."""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping

import lxml.html

from analysis.corpus import datelines, dates, linked, localdays, trees

NAMED = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "dc.date", "dc.date.issued",
    "dcterms.created", "pubdate", "publish-date", "publish_date", "sailthru.date", "parsely-pub-date",
    "article.published", "published_at", "cxenseparse:recs:publishtime", "bt:pubdate", "article:published",
    "article_date_original",
    "originalpublicationdate", "dc.date.created", "dcterms.date", "dcterms.issued", "dc:date", "dc:created",
    "rnews:datepublished", "published_time_telegram", "publication_date", "og:published_time", "og:pubdate",
    "og:publish_date", "og:release_date", "article:post_date", "article.created", "article:created_time",
    "article-publication-date", "date_published", "datepublished", "displaydate", "lastmod_original", "ptime",
    "pub_date", "publish_time", "publishdate", "publishtime", "release_date", "citation_publication_date",
    "citation_date", "shareaholic:article_published_time", "video:release_date", "datecreated", "pdate",
    "published",
    "dc.created",
)  # fmt: skip
"""Meta tags that hold the date of publication, the surest first."""


def of_page(tree: lxml.html.HtmlElement, tags: Mapping[str, str], addresses: Iterable[str] = ()) -> str:
    """Return the date of publication as the page writes it; where none can be read, the first that is written.

    Parameters
    ----------
    tree : HtmlElement
        The page.
    tags : mapping of str to str
        Its meta tags.
    addresses : iterable of str
        Where it says that it stands; their days tell where a moment of UTC was already, or still, another day.

    Examples
    --------
    >>> page = "<html><body><h1>California certifies the vote</h1><time>6 December 2020</time></body></html>"
    >>> tags = {"article:published_time": "2020-12-05T23:15:00Z"}
    >>> of_page(trees.tree_of(page), {}), of_page(trees.tree_of(page), tags)
    ('6 December 2020', '2020-12-06')
    """
    first = ""
    told = map(_legible, _dates_of(tree, tags))
    for written, is_legible in told:
        first = first or written
        if is_legible and localdays.is_of_utc(written):
            others = (other for other, can_be_read in told if can_be_read)
            return localdays.localised(written, [*others, *_in_scripts(tree)], addresses, _code_of(tree))
        if is_legible:
            return written
    return first


def _legible(value: str) -> tuple[str, bool]:
    """Return a date as it is written, or as year, month and day where words stand around it; and whether it is one."""
    written = linked.in_one_line(value)
    if not written or dates.parse(written) is not None:
        return written, bool(written)
    day = datelines.in_line(written, day_first=True)
    return day or written, bool(day)


_IN_SCRIPT = re.compile(
    r"""["']?(?:(?:date_?(?:publi|creat)|publi\w{0,6}_?(?:date|time|at)|pub_?date|creation_?date)\w{0,8})["']?"""
    r"""\s*[:=]\s*["'](\d{4}-\d\d-\d\d(?:[T ][\d:.]{5,12})?)["']""",
    re.IGNORECASE,
)
"""How scripts for statistics name the date of the page, by the clock of the newsroom."""

MAX_SCRIPT_DATES = 20


def _in_scripts(tree: lxml.html.HtmlElement) -> Iterator[str]:
    found = (date for script in tree.iter("script") for date in _IN_SCRIPT.findall(script.text or ""))
    yield from itertools.islice(found, MAX_SCRIPT_DATES)


def _code_of(tree: lxml.html.HtmlElement) -> str:
    """Return the parts of a page in which programs write times."""
    scripts = (script.text or "" for script in tree.iter("script"))
    return "\n".join((*scripts, *(time.get("datetime") or "" for time in tree.iter("time"))))


def _dates_of(tree: lxml.html.HtmlElement, tags: Mapping[str, str]) -> Iterator[str]:
    """Return what a page says about its date, the surest first."""
    nodes = [node for node in linked.nodes(tree) if linked.kinds(node) & linked.ARTICLE_TYPES]
    yield from (linked.name_of(node.get("datePublished")) for node in nodes)
    yield from _dates_in_damaged_data(tree)
    yield from (tags[key] for key in NAMED if key in tags)
    yield from (linked.name_of(node.get("dateCreated")) for node in nodes if linked.kinds(node) != {"WebPage"})
    for element in tree.iter("span", "div", "p", "abbr"):
        if "datePublished" in (element.get("itemprop") or "").split() or element.get("pubdate") is not None:
            yield element.get("datetime") or element.get("content") or element.get("title") or element.text_content()
    yield from _times(tree)
    yield _shown_near_heading(tree)


_DATE_PUBLISHED = re.compile(r'"datePublished"\s*:\s*"([^"\\]{8,40})"')


def _dates_in_damaged_data(tree: lxml.html.HtmlElement) -> Iterator[str]:
    """Return the date of an article's JSON-LD that is no JSON, as where a text in it holds a bare quotation mark."""
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "") and linked.json_of(text := script.text_content()) is None:
            yield from _DATE_PUBLISHED.findall(text)[:1]


def _shown_near_heading(tree: lxml.html.HtmlElement) -> str:
    """Return the date that a reader sees near the headline, for pages whose code names none."""
    heading = trees.headline(tree)
    if heading is None:
        return ""
    lines = trees.plain_text(tree).split("\n")
    spoken = (tree.getroottree().getroot().get("lang") or "").lower()
    return datelines.near(lines, heading.text_content(), day_first=spoken not in ("", "en", "en-us", "en_us"))


_UPDATED = re.compile(r"updat|modif|edited|comment|related|sidebar|footer|teaser|card", re.IGNORECASE)


def _times(tree: lxml.html.HtmlElement) -> Iterator[str]:
    """Return the first time that is marked up in the page's own article, or the only one of the page."""
    heading = trees.headline(tree)
    own = None if heading is None else next(heading.iterancestors("article", "main"), None)
    inside = [_moment_of(time) for time in (tree if own is None else own).iter("time") if _is_own(time)]
    inside = inside if own is None else inside[:1]
    if len({value[:10] for value in inside}) == 1:
        yield inside[0]
    elif heading is not None:
        after = itertools.islice(_following(heading, tree), ELEMENTS_AFTER_HEADING)
        yield from (_moment_of(element) for element in after if element.tag == "time" and _is_own(element))


ELEMENTS_AFTER_HEADING = 60
"""Elements behind a headline among which the time of its article stands; teasers of other articles come later."""


def _following(heading: lxml.html.HtmlElement, tree: lxml.html.HtmlElement) -> Iterator[lxml.html.HtmlElement]:
    elements = tree.iter()
    for element in elements:
        if element is heading:
            yield from elements


def _is_own(time: lxml.html.HtmlElement) -> bool:
    around = [time, *itertools.islice(time.iterancestors(), 2)]
    marks = " ".join(element.get(name) or "" for element in around for name in ("class", "id", "itemprop"))
    return any(map(str.isdigit, _moment_of(time))) and not _UPDATED.search(marks)


def _moment_of(time: lxml.html.HtmlElement) -> str:
    return time.get("datetime") or time.text_content()
