"""Addresses: the one inside an archive's or a carrier's, the site that published it, the form that names an article.

Publisher, carrier and owner are three things. A carrier (an archive, a cache, a feed, a reader of news) brings texts
of others; where its address holds the publisher's, that one counts, else it says nothing about who published.
"""

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

if TYPE_CHECKING:
    from tldextract import TLDExtract

PLATFORMS = (
    "beehiiv.com blogspot.com buttondown.email fc2.com ghost.io hatenablog.com hatenablog.jp hubpages.com "
    "livejournal.com medium.com over-blog.com posthaven.com posterous.com squarespace.com substack.com svbtle.com "
    "tumblr.com typepad.com weebly.com wixsite.com wordpress.com write.as"
).split()
"""Sites on which everybody publishes under a name of their own; the public suffix list holds the others."""

HOUSES = "cbslocal.com go.com indiatimes.com iheart.com radio.com uol.com.br globo.com telegraphindia.com".split()
"""Domains under which a house keeps several outlets, each with a name of its own in front."""

ARCHIVES = (
    "archive.org archive.ph archive.today archive.is archive.li archive.vn archive.md archive.fo arquivo.pt "
    "archive-it.org webarchive.org.uk webarchive.nationalarchives.gov.uk webcitation.org perma.cc ghostarchive.org "
    "megalodon.jp mementoweb.org commoncrawl.org webcache.googleusercontent.com cc.bingj.com 12ft.io outline.com "
    "r.jina.ai swap.stanford.edu archive.wikiwix.com vefsafn.is webarchive.loc.gov"
).split()
"""Hosts that keep or show pages of others."""

CARRIERS = (
    "google.com news.google.com feedproxy.google.com feedburner.com feedsportal.com feedly.com "
    "inoreader.com newsblur.com theoldreader.com rsshub.app rss.app fetchrss.com feeds.feedblitz.com ampproject.org "
    "msn.com yahoo.com aol.com bing.com duckduckgo.com apple.news flipboard.com flip.it smartnews.com "
    "newsbreak.com newsbreakapp.com ground.news upday.com headtopics.com dailyhunt.in inshorts.com toutiao.com "
    "getpocket.com pocket.co pressreader.com newsnow.co.uk newslocker.com feedspot.com news360.com "
    "facebook.com fb.me twitter.com x.com t.co reddit.com redd.it linkedin.com lnkd.in t.me telegram.me vk.com "
    "instagram.com threads.net bsky.app bit.ly buff.ly ow.ly tinyurl.com goo.gl dlvr.it is.gd trib.al ift.tt "
    "youtube.com youtu.be "
    "nexis.com lexisnexis.com advance.lexis.com proquest.com factiva.com newsapi.org mediacloud.org gdeltproject.org "
    "safelinks.protection.outlook.com urldefense.com urldefense.proofpoint.com translate.goog"
).split()
"""Hosts that carry texts of others or lead to them; addresses on them name no publisher by their host."""

_REGIONAL = re.compile(r"(?:.+\.)?(?:google|yahoo)\.(?:com?\.)?[a-z]{2,3}$")
"""Carriers that stand under the endings of a hundred countries."""

_BLOGSPOT = re.compile(r"[^.]+\.blogspot\.(?:com?\.)?[a-z]{2,3}$")
"""Blogger shows one blog under the endings of two dozen countries."""

_PLATFORM_PATHS = (
    (re.compile(r"^(?:www\.)?medium\.com/(@[\w.-]+)"), r"medium.com/\1"),
    (re.compile(r"^open\.substack\.com/pub/([\w-]+)"), r"\1.substack.com"),
    (re.compile(r"^(?:www\.)?tumblr\.com/(?:blog/)?([\w-]+)"), r"\1.tumblr.com"),
    (re.compile(r"^sites\.google\.com/(?:view|site)/([\w-]+)"), r"sites.google.com/view/\1"),
)
"""Platforms that name who publishes in the path."""

_CARRIES = frozenset((*ARCHIVES, *CARRIERS))
_INNER_AT_ONCE = 6
"""Addresses within addresses that are opened: an archive of a cache of a redirection has three."""

_IN_PATH = re.compile(r"(?:https?:/{1,2}|https?%3a%2f%2f)[^\s]+", re.IGNORECASE)
_IN_QUERY = frozenset("url u q ru target dest destination redirect redirect_url to link href uri continue".split())
_AMP_PATH = re.compile(r"^/(?:amp|[a-z])/(s/)?([^/]+\.[a-z]{2,}(?:/.*)?)$", re.IGNORECASE)
_BARE_IN_ARCHIVE = re.compile(
    r"^/(?:web|wayback|ukgwa|en/archive/web)?/?(?:\d{4,14}[a-z_]{0,4}|\*|newest|oldest)/([^/]+\.[a-z]{2,}(?:/.*)?)$"
)
_CACHED = re.compile(r"^cache:(?:[\w-]{6,}:)?(.+)$")

_TRACKING = re.compile(
    r"utm_.*|at_(?:medium|campaign|custom.*|link.*|ptr.*|format|bbc.*|xt.*|send.*|id)|mc_[ce]id|pk_.*|piwik_.*|matomo_.*"
    r"|mtm_.*|hsa_.*|_?hs(?:enc|mi|ctatracking)|vero_.*|oly_.*|fb_.*|ga_.*|wt[._].*|itm_.*|ns_.*|guce_.*|guccounter"
    r"|xtor|xtref|xts|feedtype|feedname|feedref|wprss|rss(?:_?id|feed)?|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid"
    r"|yclid|ysclid|twclid|ttclid|igsh(?:id)?|li_fat_id|mkt_tok|s_?cid|s_kwcid|ex_cid|cmpid|cmp|int_?cmp|int_?cid|icid|ncid"
    r"|ocid|cvid|campaign(?:_?id)?|smid|smtyp|emc|nl|partner|_r|_ga|_gl|soc_src|soc_trk|sr_share|share_?type|sh_ref"
    r"|tpcc|trk\w*|wpisrc|wpmm|itid|srnd|sref|spm|spref|ref_?src|ref_?url|referr?er|referral|ito|ico|mod|reflink|taid"
    r"|__?twitter_impression|twitter_impression|amp|amp_.*|usqp|output_?type|_amp|isamp|ampmode|gaa_.*|unlocked_article_code"
    r"|kwp_0|abg|__source|dicbo|ob_?click_?id|tblci|sfmc_\w+|e_?mail_?id|nlid|sailthru_\w+|cx_\w+|ss_\w+|ref_=?",
    re.IGNORECASE,
)
_OFTEN_TRACKING = frozenset("cid ref share source medium src via feature app feed from output platform mode".split())
"""Parameters that some sites use for tracking and some for the number of the article: they go unless they hold one."""

_HOST_PREFIX = re.compile(r"^(?:www\d?|m|mobile|amp|touch|wap)\.(?=[^.]+\.)")
_PATH_FORM = re.compile(r"(?:/amp(?:\.html)?|\.amp(?:\.html)?|/outputtype/amp|/index\.(?:html?|php))/?$", re.IGNORECASE)


def publisher_of(url: str) -> str:
    """Return the address at the publisher that an address means: itself, or the one that a carrier's address holds.

    Examples
    --------
    >>> publisher_of("https://web.archive.org/web/20150604101234/http://www.cnn.com/2015/06/04/story.html")
    'http://www.cnn.com/2015/06/04/story.html'
    >>> publisher_of("https://www.google.com/amp/s/www.bbc.co.uk/news/amp/world-1")
    'https://www.bbc.co.uk/news/amp/world-1'
    >>> publisher_of("https://news.google.com/rss/articles/CBMiA?oc=5")
    'https://news.google.com/rss/articles/CBMiA?oc=5'
    """
    for _ in range(_INNER_AT_ONCE):
        parts = _split(url)
        inner = _inner(parts, url) if parts is not None and is_carrier(parts.hostname or "") else ""
        if not inner or inner == url:
            break
        url = inner
    return url


@lru_cache(maxsize=4096)
def is_carrier(host: str) -> bool:
    """Return whether a host brings texts of others.

    Examples
    --------
    >>> hosts = ("news.google.com", "www-cnn-com.cdn.ampproject.org", "blog.google", "google.com.br")
    >>> [is_carrier(host) for host in hosts]
    [True, True, False, True]
    """
    labels = host.lower().strip(".").split(".")
    is_known = any(".".join(labels[at:]) in _CARRIES for at in range(len(labels) - 1))
    return is_known or bool(_REGIONAL.match(".".join(labels)))


def site_of(host: str) -> str:
    """Cut a host down to what its publisher registered, by the public suffix list; on a platform, to its own name.

    Examples
    --------
    >>> site_of("www3.nhk.or.jp"), site_of("travel.gc.ca"), site_of("edition.cnn.com"), site_of("a.wordpress.com")
    ('nhk.or.jp', 'travel.gc.ca', 'cnn.com', 'a.wordpress.com')
    """
    host = host.lower().strip(".")
    if host.startswith("www.") and host[4:] in (*PLATFORMS, *HOUSES):
        return host[4:]
    blog = _BLOGSPOT.search(host)
    if blog:
        return blog[0]
    found = _suffixes()(host)
    if found.domain and found.suffix:
        return f"{found.domain}.{found.suffix}"
    return host


def publisher_site(url: str) -> str:
    """Return the site that published what an address means; empty where a carrier's address does not tell.

    Examples
    --------
    >>> publisher_site("https://medium.com/@jane/talks-1a"), publisher_site("http://www.q13fox.co.uk/2014/")
    ('medium.com/@jane', 'q13fox.co.uk')
    >>> publisher_site("https://www.msn.com/en-us/news/x/ar-BB1"), publisher_site("https://archive.ph/AbCdE")
    ('', '')
    """
    url = publisher_of(url)
    host = host_of(url)
    if not host:
        return ""
    address = re.sub(r"^[a-z]+://", "", url.strip(), flags=re.IGNORECASE)
    for pattern, site in _PLATFORM_PATHS:
        found = pattern.match(address)
        if found:
            return found.expand(site)
    return "" if is_carrier(host) else site_of(host)


def host_of(url: str) -> str:
    """Return the host of an address, without user and port; empty where it is none.

    Examples
    --------
    >>> host_of("https://a@WWW.rt.com:8080/a"), host_of("rt.com/a"), host_of("http://[broken"), host_of("no address")
    ('www.rt.com', 'rt.com', '', '')
    """
    parts = _split(url)
    host = (parts.hostname or "").strip(".") if parts is not None else ""
    return host if "." in host and not re.search(r"[\s,;]", host) else ""


def canonical(url: str) -> str:
    """Reduce an address to what names the article: at its publisher, no scheme, no ``www.``, no tracking, no fragment.

    Examples
    --------
    >>> canonical("https://WWW.Example.com/a/b/?utm_source=x&id=7#top")
    'example.com/a/b?id=7'
    >>> {canonical(f"http://bbc.co.uk/news/1{end}") for end in ("", ".amp", "?at_medium=RSS", "/?xtor=RSS-1", "#a")}
    {'bbc.co.uk/news/1'}
    """
    url = publisher_of(url.strip())
    parts = _split(url)
    if parts is None:
        return url.strip()
    host = _HOST_PREFIX.sub("", parts.netloc.lower().removesuffix(":80").removesuffix(":443"))
    path = _PATH_FORM.sub("", parts.path).rstrip("/").replace("/amp/", "/")
    query = ""
    if parts.query:
        query = urlencode(sorted(pair for pair in parse_qsl(parts.query) if not _is_tracking(*pair)))
    return host + path + (f"?{query}" if query else "")


def _is_tracking(name: str, value: str) -> bool:
    return bool(_TRACKING.fullmatch(name)) or (name.lower() in _OFTEN_TRACKING and not value.isdecimal())


@lru_cache(maxsize=256)
def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url if "//" in url.split("?", 1)[0] else f"//{url}")
        _ = parts.hostname, parts.port
    except ValueError:
        return None
    return parts


def _inner(parts: SplitResult, url: str) -> str:
    """Find the publisher's address in a carrier's: in its path, in its query, or as a host within its host."""
    host = (parts.hostname or "").lower()
    if host.endswith(".translate.goog"):
        return "https://" + _plain_host(host.removesuffix(".translate.goog")) + parts.path
    if in_query := _in_query(parts.query):
        return in_query
    amp = _AMP_PATH.match(parts.path) if host.endswith("ampproject.org") or "/amp/" in parts.path else None
    if amp:
        return f"http{'s' if amp[1] else ''}://{amp[2]}" + (f"?{parts.query}" if parts.query else "")
    rest = url.split(host, 1)[-1] if host in url else url[len(parts.netloc) :]
    found = _IN_PATH.search(rest.partition("?")[0]) and _IN_PATH.search(rest)
    if found:
        return _whole_again(found[0])
    bare = _BARE_IN_ARCHIVE.match(parts.path) if any(host.endswith(archive) for archive in ARCHIVES) else None
    return f"http://{bare[1]}" if bare else ""


def _in_query(query: str) -> str:
    """Find the publisher's address in a query: that of a cached page, or a parameter that leads on."""
    for name, value in parse_qsl(query):
        cached = _CACHED.match(value) if name == "q" else None
        if cached:
            return _with_scheme(cached[1].split(" ")[0].split("+")[0])
        if name.lower() in _IN_QUERY and re.match(r"https?://[^/]", value, re.IGNORECASE):
            return value
    return ""


def _whole_again(found: str) -> str:
    """Return an address found in a path: decoded, with both slashes, without what redirections put behind it."""
    text = unquote(found) if re.match(r"https?%3a", found, re.IGNORECASE) else found
    text = re.sub(r"^(https?):/{1,2}", r"\1://", text, flags=re.IGNORECASE)
    return re.sub(r"(?:__;.*|/RK=.*)$", "", text)


def _with_scheme(address: str) -> str:
    return address if re.match(r"https?://", address) else f"http://{address}"


def _plain_host(name: str) -> str:
    """Read a host that is written with dashes for points and two dashes for a dash."""
    return name.replace("--", "\0").replace("-", ".").replace("\0", "-")


@cache
def _suffixes() -> "TLDExtract":
    import tldextract  # here: reading the list takes a twentieth of a second

    return tldextract.TLDExtract(
        suffix_list_urls=(),  # the list that ships with the package: nothing is fetched
        cache_dir=None,
        include_psl_private_domains=True,
        extra_suffixes=(*PLATFORMS, *HOUSES),
    )
