"""Dates that a page shows near its headline, in the languages of the outlets that people study."""

import re
from collections.abc import Sequence

from analysis.corpus import dates

MAX_CHARACTERS = 120
"""Longer lines are sentences, and dates in sentences are of what is told."""

LINES_BEFORE, LINES_AFTER = 3, 8
"""Lines above and below the headline among which its date stands."""

_MONTHS = (
    "january jan janvier januar jänner enero janeiro gennaio ocak sausio styczeń stycznia leden ledna január "
    "januari січня января ינואר يناير كانون_الثاني ιανουαρίου ianuarie siječnja januara januarja tháng_1 jaanuar "
    "tammikuuta januára",
    "february feb février fevrier februar febrero fevereiro febbraio şubat luty lutego únor února február "
    "februari лютого февраля פברואר فبراير شباط φεβρουαρίου februarie veljače februara februarja helmikuuta "
    "februára",
    "march mar mars märz maerz marzo março marco mart marzec marca březen března március maart maret березня "
    "марта מרץ مارس آذار μαρτίου martie ožujka marta maaliskuuta",
    "april apr avril abril aprile nisan kwiecień kwietnia duben dubna április квітня апреля אפריל أبريل إبريل "
    "نيسان απριλίου aprilie travnja aprila huhtikuuta",
    "may mai mayo maio maggio mayıs maj maja květen května május mei травня мая מאי مايو أيار μαΐου svibnja "
    "toukokuuta mája",
    "june jun juin juni junio junho giugno haziran czerwiec czerwca červen června június червня июня יוני يونيو "
    "حزيران ιουνίου iunie lipnja juna junija kesäkuuta júna",
    "july jul juillet juli julio julho luglio temmuz lipiec lipca červenec července július липня июля יולי يوليو "
    "تموز ιουλίου iulie srpnja jula julija heinäkuuta júla",
    "august aug août aout agosto ağustos sierpień sierpnia srpen srpna augusztus augustus agustus серпня августа "
    "אוגוסט أغسطس آب αυγούστου kolovoza avgusta elokuuta augusta",
    "september sep sept septembre septiembre setembro settembre eylül wrzesień września září szeptember вересня "
    "сентября ספטמבר سبتمبر أيلول σεπτεμβρίου septembrie rujna septembra syyskuuta",
    "october oct octobre oktober octubre outubro ottobre ekim październik października říjen října október жовтня "
    "октября אוקטובר أكتوبر تشرين_الأول οκτωβρίου octombrie listopada_hr oktobra lokakuuta októbra",
    "november nov novembre noviembre novembro kasım listopad listopada listopadu листопада ноября נובמבר نوفمبر "
    "تشرين_الثاني νοεμβρίου noiembrie studenoga novembra marraskuuta",
    "december dec décembre decembre dezember diciembre dezembro dicembre aralık grudzień grudnia prosinec "
    "prosince грудня декабря דצמבר ديسمبر كانون_الأول δεκεμβρίου decembrie prosinca decembra joulukuuta",
)
"""How months are written after a day, January first; an underscore stands for a space."""

_NUMBERS = {
    name.replace("_", " ").casefold(): number
    for number, names in enumerate(_MONTHS, start=1)
    for name in names.split()
    if not name.endswith("_hr")
}
_MONTH = "|".join(sorted(map(re.escape, _NUMBERS), key=len, reverse=True))
_DAY_FIRST = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|\.|º|ª)?[\s.,-]+(?:de\s+|d['’]|of\s+)?({_MONTH})\b\.?"
    rf"(?:\s*/\s*\w+)?[\s.,-]+(?:de\s+|del\s+)?((?:19|20)\d{{2}})(?!\d)",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(rf"\b({_MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+((?:19|20)\d{{2}})(?!\d)", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*[-/.年년]\s*(\d{1,2})\s*[-/.月월]\s*(\d{1,2})(?!\d)")
_FIGURES = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)\d{2})(?![\d/-])")
_CHANGED = re.compile(
    r"updat|modif|edited|corrected|actuali[sz]|aggiorn|aktualis|обновл|оновл|güncel|zaktual|copyright|©|all rights",
    re.IGNORECASE,
)


def near(lines: Sequence[str], heading: str, *, day_first: bool) -> str:
    """Return the date that stands nearest to a headline, as year, month and day; empty where there is none.

    Parameters
    ----------
    lines : sequence of str
        The visible text of a page.
    heading : str
        Its headline. Without one, or where it stands nowhere, nothing is given.
    day_first : bool
        Whether figures such as 06/09/2019 put the day first, as nearly everybody but Americans does.

    Examples
    --------
    >>> near(["Menu", "Gol no apagar", "22 de novembro de 2020 - 04:30", "The end."], "Gol no apagar", day_first=True)
    '2020-11-22'
    >>> near(["Talks end", "Updated January 18, 2020", "January 17, 2020"], "Talks end", day_first=False)
    '2020-01-17'
    """
    wanted = " ".join(heading.split())
    place = next((n for n, line in enumerate(lines) if wanted and line == wanted), None)
    if place is None:
        return ""
    below = range(place + 1, min(place + 1 + LINES_AFTER, len(lines)))
    above = range(place - 1, max(place - 1 - LINES_BEFORE, -1), -1)
    return next(filter(None, (in_line(lines[n], day_first=day_first) for n in (*below, *above))), "")


def in_line(line: str, *, day_first: bool) -> str:
    """Find the date in a short line, as year, month and day; empty where there is none, or it tells of a change.

    Examples
    --------
    >>> in_line("/ jueves 2 de abril de 2020", day_first=True), in_line("© 2020", day_first=True)
    ('2020-04-02', '')
    >>> in_line("06/09/2019", day_first=True), in_line("06/09/2019", day_first=False)
    ('2019-09-06', '2019-06-09')
    """
    if len(line) > MAX_CHARACTERS or not any(map(str.isdigit, line)) or _CHANGED.search(line):
        return ""
    if found := _YEAR_FIRST.search(line):
        return _written(found[1], int(found[2]), int(found[3]))
    if found := _DAY_FIRST.search(line):
        return _written(found[3], _NUMBERS[found[2].casefold()], int(found[1]))
    if found := _MONTH_FIRST.search(line):
        return _written(found[3], _NUMBERS[found[1].casefold()], int(found[2]))
    if found := _FIGURES.search(line):
        first, second = int(found[1]), int(found[3])
        is_day_first = first > 12 or (second <= 12 and (day_first or found[2] == "."))
        return _written(found[4], *((second, first) if is_day_first else (first, second)))
    return ""


def _written(year: str, month: int, day: int) -> str:
    text = f"{year}-{month:02}-{day:02}"
    return text if isinstance(dates.parse(text), dates.Moment) else ""
