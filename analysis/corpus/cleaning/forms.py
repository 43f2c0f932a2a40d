"""Rules for what forms, players and boxes of a page say: consent to cookies, thanks, and that something went wrong."""

import re

from analysis.corpus.cleaning.page import Page, line_rule, opens

_CONSENT = re.compile(
    r"this (?:content is|article contains content) provided by .{2,90}\bcookies\b.{0,400}"
    r"|this article contains content provided by .{2,60}|we ask for your permission before anything is loaded\b.{0,400}"
    r"|to (?:show|view|display) (?:you )?(?:this|the) content,? (?:we need your|you can use the|please|choose).{0,160}"
    r"|(?:we|and) need your (?:consent|permission) to (?:load|show|display|use)\b.{0,160}"
    r"|you can use the buttons? below to (?:amend|allow|change).{0,200}"
    r"|you can change your settings at any time\b.{0,80}"
    r"|unfortunately,? we have been unable to verify (?:if|whether) you have consented\b.{0,80}"
    r"|you may want to read .{2,60}cookie policy.{0,200}"
    r"|(?:enable|allow|accept|manage|reject)(?: all)? (?:[a-z]+ )?(?:cookies(?: once)?|content\?)|accept and continue"
    r"|(?:we|this (?:web)?site|our (?:web)?site) uses? cookies\b.{0,240}"
    r"|by (?:continuing to use|using) (?:this|our) (?:web)?site\b.{0,240}cookies\b.{0,120}",
    re.IGNORECASE,
)


@line_rule
@opens("thi we_ to_ and you unf ena all acc man rej our by_")
def drop_consent_boxes(page: Page) -> list[int]:
    """Find what stands in place of embedded content, and over a page, until a reader agrees to cookies.

    Examples
    --------
    >>> box = "This content is provided by Twitter, which may be using cookies.\\nAllow Cookies Once"
    >>> page = Page.of(f"He left.\\n{box}\\nThis content is provided by the ministry, he said.")
    >>> page.without(drop_consent_boxes(page)).lines
    ['He left.', 'This content is provided by the ministry, he said.']
    """
    return [place for place in page.opened.get("drop_consent_boxes", ()) if _CONSENT.fullmatch(page.lines[place])]


_ANSWERS = re.compile(
    r"an error (?:has )?occurred(?:\W{1,2}(?:please|try|while|when)\b[^\n]{0,60})?\W*"
    r"|there was an error (?:processing|submitting|sending"
    r"|with your)\b[^\n]{0,60}"
    r"|(?:sorry|oops)[,!. ]*(?:something went wrong\b[^\n]{0,60})?|something went wrong\b[^\n]{0,60}"
    r"|(?:thanks|thank you) for (?:signing up|subscribing|registering|your (?:feedback|interest"
    r"|submission))(?:[!.][^\n]{0,90}|\b[^\n,.]{0,60}[!.]?)"
    r"|please (?:try again(?: later)?|enter a valid [^\n]{2,40}|check your (?:inbox|e-?mail)\b[^\n]{0,80})[.!]?"
    r"|by (?:clicking|continuing|registering|signing up|submitting)\b[^\n]{0,60}\byou agree\b[^\n]{0,100}"
    r"|email notifications are only sent\b[^\n]{0,100}|you are the owner of this article\W*|view results|edit article"
    r"|keep an eye on your inbox\b[^\n]{0,60}|invalid e-?mail\b[^\n]{0,30}"
    r"|your (?:e-?mail|subscription|message|request) (?:has been|was) (?:sent|received|confirmed"
    r"|processed)\b[^\n]{0,40}"
    r"|this article has been sent to\b[^\n]{0,60}|(?:\W{0,3}(?:order reprints|print article|reprints))"
    r"|loading seems to be taking a while\W*|this feature is not available right now\b[^\n]{0,40}"
    r"|the interactive transcript could not be loaded\W*|images? may be subject to copyright\W*",
    re.IGNORECASE,
)


@line_rule
@opens('an_ by_ ema vie edi the sor oop som tha ple kee inv you thi ord pri rep loa ima "')
def drop_answers_of_forms(page: Page) -> list[int]:
    """Find what forms, players and buttons of a page answer: thanks, and that something went wrong.

    Examples
    --------
    >>> page = Page.of("He left.\\nThanks for signing up!\\nAn error has occurred.\\nSorry, he said.")
    >>> page.without(drop_answers_of_forms(page)).lines
    ['He left.', 'Sorry, he said.']
    """
    return [
        place
        for place in page.opened.get("drop_answers_of_forms", ())
        if len(page.lines[place]) <= MAX_ANSWER and _ANSWERS.fullmatch(page.lines[place])
    ]


MAX_ANSWER = 140
"""Characters of the longest answer."""
