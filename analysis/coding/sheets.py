"""Coding sheets: what coders fill in, in the formats of their tools, and the key that stays with the analyst.

Nothing in a sheet tells the outlet or what the machine measured. A unit's id is its sheet's mark and a number; what it
stands for is in the key alone.
"""

import csv
import hashlib
import io
import json
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.coding.instruments import Instrument
from analysis.errors import DataError

if TYPE_CHECKING:
    import openpyxl

COLUMNS = ("unit_id", "title", "text", "code", "sure", "note")
"""Of a sheet; coders fill in the last three."""

UNIT_COLUMNS = ("unit", "article_id", "probability")
OF_UNITS = ("of", "outlets", "machine")
"""Of the key's units; the latter where units are no articles."""

MARK_LETTERS = 6
CELL_CHARACTERS = 32_000
"""Excel cuts cells at 32,767 characters."""

SURE = ("yes", "no")


@dataclass(frozen=True)
class Design:
    """What a sheet asks about which articles: all that reading it back needs.

    Parameters
    ----------
    sheet : str
        Six letters that name it, made from its contents.
    measure : str
        What is coded.
    corpus : str
        Hash of the corpus that the articles were drawn from.
    units : DataFrame
        ``unit``, ``article_id``, ``probability``, in the order of the sheet. Where units are no articles also ``of``
        (what each is), ``outlets`` and ``machine`` (what the machine said when it was drawn).
    frame : DataFrame
        ``article_id`` and ``probability`` of all articles that could have been drawn; empty where units are no
        articles.
    """

    sheet: str
    measure: str
    corpus: str
    units: pd.DataFrame
    frame: pd.DataFrame


def designed(drawn: pd.DataFrame, *, measure: str, corpus: str, seed: int) -> Design:
    """Return the drawn articles neutral ids in a shuffled order.

    Parameters
    ----------
    drawn : DataFrame
        What `analysis.coding.sampling.drawn` gives, with the articles' ids as ``unit``.
    measure, corpus : str
        What is coded, and the hash of the corpus.
    seed : int
        Of the order.
    """
    frame = drawn.rename(columns={"unit": "article_id"})
    chosen = frame.loc[frame["is_drawn"], ["article_id", "probability"]]
    units = chosen.iloc[np.random.default_rng(seed).permutation(len(chosen))].reset_index(drop=True)
    mark = _mark([measure, corpus, seed, units["article_id"].tolist()])
    units.insert(0, "unit", [f"{mark}-{number:04d}" for number in range(1, len(units) + 1)])
    return Design(mark, measure, corpus, units, frame[["article_id", "probability"]].reset_index(drop=True))


def designed_of_units(drawn: pd.DataFrame, *, measure: str, corpus: str, seed: int) -> Design:
    """Return drawn units that are no articles neutral ids in a shuffled order.

    Parameters
    ----------
    drawn : DataFrame
        What `analysis.coding.sampling.balanced` gives, with ``article_id``.
    measure, corpus, seed
        As for `designed`.
    """
    columns = ["of", "article_id", "probability", "outlets", "machine"]
    order = np.random.default_rng(seed).permutation(len(drawn))
    units = drawn.rename(columns={"unit": "of"})[columns].iloc[order].reset_index(drop=True)
    mark = _mark([measure, corpus, seed, units["of"].tolist()])
    units.insert(0, "unit", [f"{mark}-{number:04d}" for number in range(1, len(units) + 1)])
    return Design(mark, measure, corpus, units, pd.DataFrame(columns=["article_id", "probability"]))


def _mark(content: list[object]) -> str:
    return _letters(hashlib.sha256(json.dumps(content).encode()).digest())


def _letters(digest: bytes) -> str:
    """Letters alone: a spreadsheet makes numbers and dates of other ids."""
    return "".join(chr(ord("a") + byte % 26) for byte in digest[:MARK_LETTERS])


def key_of(design: Design) -> str:
    """Write the key: which unit is which article, and how probably each article was drawn."""
    content = {
        "sheet": design.sheet,
        "measure": design.measure,
        "corpus": design.corpus,
        "units": design.units.to_dict("records"),
        "frame": design.frame.to_dict("records"),
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def design_of(key: str) -> Design:
    """Read a key.

    Raises
    ------
    DataError
        Where it is none, or lost some of its parts.

    Examples
    --------
    >>> design_of("{}")
    Traceback (most recent call last):
    ...
    analysis.errors.DataError: this is not the key of a coding sheet: 'sheet' is missing
    """
    try:
        content = json.loads(key)
        sheet, measure, corpus = content["sheet"], content["measure"], content["corpus"]
        units = pd.DataFrame(content["units"])
        units = units.reindex(columns=[*UNIT_COLUMNS, *(name for name in OF_UNITS if name in units)])
        frame = pd.DataFrame(content["frame"], columns=["article_id", "probability"])
        return Design(sheet, measure, corpus, units, frame)
    except KeyError as error:
        raise DataError(f"this is not the key of a coding sheet: {error} is missing") from error
    except (json.JSONDecodeError, TypeError, ValueError) as error:
        raise DataError(f"this is not the key of a coding sheet: {error}") from error


def as_csv(sheet: pd.DataFrame) -> bytes:
    """Write a sheet as CSV: UTF-8 with a byte order mark, cells that would run as formulas made text."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in sheet.itertuples():
        writer.writerow([row.unit, _plain(row.title), _plain(row.text), "", "", ""])
    return text.getvalue().encode("utf-8-sig")


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def as_xlsx(sheet: pd.DataFrame, instrument: Instrument) -> bytes:
    """Write a sheet as a workbook: drop-downs for the code, the question and scale on a second page."""
    import openpyxl  # a tenth of what a page loads when it starts, for one download
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.datavalidation import DataValidation

    book = openpyxl.Workbook()
    page = book.active
    page.title = "Coding"
    page.append(list(COLUMNS))
    for row in sheet.itertuples():
        page.append([row.unit, _cell(row.title), _cell(row.text), None, None, None])
    codes = ",".join(str(code.code) for code in instrument.codes)
    for column, allowed in (("D", codes), ("E", ",".join(SURE))):
        offered = DataValidation(type="list", formula1=f'"{allowed}"', allow_blank=True, showErrorMessage=True)
        page.add_data_validation(offered)
        offered.add(f"{column}2:{column}{len(sheet) + 1}")
    for column, width in zip("ABCDEF", (14, 40, 100, 8, 8, 30), strict=True):
        page.column_dimensions[column].width = width
    for cell in page[1]:
        cell.font = Font(bold=True)
    for row in page.iter_rows(min_row=2, min_col=2, max_col=3):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    page.freeze_panes = "A2"
    _explain(book, instrument)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _cell(text: str) -> str:
    """Control characters are refused by workbooks; a leading apostrophe is not needed where cells are typed."""
    kept = "".join(character for character in text if character in "\n\t" or ord(character) >= ord(" "))
    return _plain(kept[:CELL_CHARACTERS])


def _explain(book: "openpyxl.Workbook", instrument: Instrument) -> None:
    page = book.create_sheet("Scale")
    page.append(["question", instrument.question])
    for code in instrument.codes:
        page.append([code.code, code.label])
    page.column_dimensions["B"].width = 100


def as_doccano(sheet: pd.DataFrame) -> bytes:
    """Write a sheet as doccano's JSON Lines; it cannot say who coded, so each coder needs a file."""
    lines = [
        json.dumps({"unit_id": row.unit, "text": f"{row.title}\n\n{row.text}".strip(), "label": []}, ensure_ascii=False)
        for row in sheet.itertuples()
    ]
    return ("\n".join(lines) + "\n").encode()


def as_label_studio(sheet: pd.DataFrame) -> bytes:
    """Write a sheet as Label Studio's tasks; `label_studio_view` is the view that goes with it."""
    tasks: list[dict[str, Any]] = [
        {"data": {"unit_id": row.unit, "title": row.title, "text": row.text}} for row in sheet.itertuples()
    ]
    return (json.dumps(tasks, ensure_ascii=False, indent=1) + "\n").encode()


def label_studio_view(instrument: Instrument) -> str:
    """Write the labelling view of Label Studio for an instrument."""
    choices = "".join(
        f'<Choice value="{code.code}" hint="{escape(code.label, quote=True)}"/>' for code in instrument.codes
    )
    return (
        f'<View><Header value="{escape(instrument.question, quote=True)}"/><Header value="$title"/>'
        f'<Text name="text" value="$text"/>'
        f'<Choices name="code" toName="text" choice="single">{choices}</Choices></View>\n'
    )


def codebook_page(instrument: Instrument) -> str:
    """Write the page that coders read before they begin: question, definition, scale, examples.

    Examples
    --------
    >>> from analysis.coding import instruments
    >>> codebook_page(instruments.of_measure("tone_own")).splitlines()[2]
    "How negative or positive is the wording in the article's own sentences?"
    """
    scale = "\n".join(f"| {code.code} | {code.label} |" for code in instrument.codes)
    examples = "\n".join(f"* “{text}” → **{code}**" for text, code in instrument.examples)
    return (
        f"# Codebook\n\n{instrument.question}\n\n{instrument.definition}\n\n"
        f"| code | meaning |\n| --- | --- |\n{scale}\n\n"
        f"## Examples (invented)\n\n{examples}\n\n## How to work\n\n"
        "* Code alone; do not talk about units before both sheets are finished.\n"
        "* Leave `code` empty where you cannot decide, and say why in `note`. `sure`: yes or no.\n"
        "* Do not look the texts up: knowing the outlet changes what one reads.\n"
    )


def files_of(sheet: pd.DataFrame, instrument: Instrument, mark: str, n_coders: int) -> dict[str, bytes]:
    """Make all files of a sheet but the key: one a coder and format, the codebook and Label Studio's view.

    Parameters
    ----------
    sheet : DataFrame
        ``unit``, ``title`` and ``text``, masked.
    instrument : Instrument
        What is asked.
    mark : str
        The sheet's name.
    n_coders : int
        How many people code it, each all of it.
    """
    files = {
        "codebook.md": codebook_page(instrument).encode(),
        "label_studio_view.xml": label_studio_view(instrument).encode(),
    }
    for coder in range(1, n_coders + 1):
        name = f"{mark}_coder_{coder}"
        files[f"{name}.csv"] = as_csv(sheet)
        files[f"{name}.xlsx"] = as_xlsx(sheet, instrument)
        files[f"{name}.doccano.jsonl"] = as_doccano(sheet)
        files[f"{name}.label_studio.json"] = as_label_studio(sheet)
    return files
