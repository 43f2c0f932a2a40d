"""Coded sheets back in: any of the formats that `analysis.coding.sheets` writes, as coders' tools give them back.

A sheet is read as a whole or not at all: what does not fit is one sentence that names file, row and value.
"""

import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import PurePath

import pandas as pd

from analysis.coding.instruments import Instrument
from analysis.coding.sheets import Design
from analysis.errors import DataError

CODINGS = ("unit", "coder", "code", "sure", "note")
UNIT_NAMES = ("unit_id", "unit", "id")
TELLTALES = ("outlet", "source", "url", "author", "machine", "value", "article_id")
"""Columns that a coder should not have seen."""

COPY = re.compile(r"\s*(?:\(\d+\)|[-–] ?copy.*|_copy\d*)$", re.IGNORECASE)
"""What browsers and file managers add to the name of a second copy: no second coder."""


def sheet_of(content: bytes, name: str, coder: str | None = None) -> pd.DataFrame:
    """Read one filled-in sheet.

    Parameters
    ----------
    content : bytes
        The file.
    name : str
        Its name: the ending tells the format; the rest names the coder where the file does not.
    coder : str or None
        Who coded it.

    Returns
    -------
    DataFrame
        ``unit``, ``coder``, ``code`` (text as given; empty where none), ``sure``, ``note``.

    Raises
    ------
    DataError
        Where it is no sheet, holds a unit twice for one coder, or columns that give the texts' origin away.

    Examples
    --------
    >>> sheet_of(b"code;unit_id\\n-1;abcdef-0001\\n;abcdef-0002\\n", "abcdef_coder_1.csv").fillna("").values.tolist()
    [['abcdef-0001', 'abcdef_coder_1', '-1', '', ''], ['abcdef-0002', 'abcdef_coder_1', '', '', '']]
    """
    path = PurePath(name)
    endings = "".join(path.suffixes[-2:]).lower()
    reader = next((READERS[ending] for ending in (endings, path.suffix.lower()) if ending in READERS), None)
    if reader is None:
        raise DataError(f"'{name}' is not a coding sheet; readable are {', '.join(READERS)}")
    rows = reader(content, name)
    who = coder or COPY.sub("", path.name[: len(path.name) - len("".join(path.suffixes))])
    rows = rows.assign(coder=rows["coder"].fillna(who)) if "coder" in rows.columns else rows.assign(coder=who)
    rows = rows.reindex(columns=list(CODINGS)).astype("str").apply(lambda values: values.str.strip())
    rows = rows.replace({"": None, "nan": None, "None": None})
    rows = rows[rows["unit"].notna()].reset_index(drop=True)
    if rows.empty:
        raise DataError(f"'{name}' holds no coded unit")
    twice = rows.duplicated(["unit", "coder"])
    if twice.any():
        raise DataError(f"'{name}' holds unit '{rows.loc[twice.idxmax(), 'unit']}' twice for one coder")
    return rows


def _of_table(table: pd.DataFrame, name: str) -> pd.DataFrame:
    table = table.rename(columns=lambda column: str(column).strip().lower())
    _refuse_telltales(table.columns, name)
    unit = next((column for column in UNIT_NAMES if column in table.columns), None)
    if unit is None or "code" not in table.columns:
        raise DataError(f"'{name}' needs the columns 'unit_id' and 'code'; it has {', '.join(table.columns)}")
    return table.rename(columns={unit: "unit"})


def _refuse_telltales(columns: Iterable[object], name: str) -> None:
    told = [column for column in columns if str(column).strip().lower() in TELLTALES]
    if told:
        raise DataError(f"'{name}' has the column '{told[0]}': coders must not see where a text comes from")


def _csv(content: bytes, name: str) -> pd.DataFrame:
    text = _decoded(content)
    if text.startswith("sep="):  # a line for spreadsheets alone
        text = text.partition("\n")[2]
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    try:
        return _of_table(pd.read_csv(io.StringIO(text), sep=separator, dtype="str", keep_default_na=False), name)
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise DataError(f"'{name}' cannot be read as a CSV: {error}") from error


def _decoded(content: bytes) -> str:
    """Decode what spreadsheets save: UTF-8, "Unicode text" (UTF-16), or the code page of older ones."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _xlsx(content: bytes, name: str) -> pd.DataFrame:
    import openpyxl  # loaded by those who bring a workbook

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        page = next((page for page in book.worksheets if page.title == "Coding"), book.worksheets[0])
        rows = [["" if value is None else value for value in row] for row in page.iter_rows(values_only=True)]
    except Exception as error:  # openpyxl raises whatever the broken part of a file makes it raise
        raise DataError(f"'{name}' cannot be read as a workbook: {error}") from error
    if not rows:
        raise DataError(f"'{name}' is an empty workbook")
    return _of_table(pd.DataFrame(rows[1:], columns=rows[0]).map(_as_text), name)


def _as_text(value: object) -> str:
    """Spreadsheets make 1.0 of 1."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _doccano(content: bytes, name: str) -> pd.DataFrame:
    rows = []
    for number, line in enumerate(_decoded(content).splitlines(), start=1):
        if line.strip():
            rows.append(_doccano_row(line, f"'{name}', line {number}"))
    return pd.DataFrame(rows, columns=["unit", "code"])


def _doccano_row(line: str, place: str) -> dict[str, object]:
    try:
        row = json.loads(line)
        _refuse_telltales(row, place)
        labels = row.get("label", row.get("labels", []))
        unit = row.get("unit_id") or row.get("meta", {}).get("unit_id")
    except DataError:
        raise
    except (json.JSONDecodeError, AttributeError, TypeError) as error:
        raise DataError(f"{place} is not a doccano item: {error}") from error
    labels = labels if isinstance(labels, list) else [labels]
    if len(labels) > 1:
        raise DataError(f"{place} has {len(labels)} labels; one is needed")
    return {"unit": unit, "code": labels[0] if labels else None}


def _label_studio(content: bytes, name: str) -> pd.DataFrame:
    try:
        tasks = json.loads(content.decode("utf-8-sig"))
        for task in tasks:
            _refuse_telltales(task["data"], name)
        rows = [row for task in tasks for row in _label_studio_rows(task)]
    except (json.JSONDecodeError, UnicodeDecodeError, AttributeError, KeyError, TypeError, IndexError) as error:
        raise DataError(f"'{name}' cannot be read as Label Studio's export: {error!r}") from error
    return pd.DataFrame(rows, columns=["unit", "coder", "code"])


def _label_studio_rows(task: dict) -> list[dict[str, object]]:
    rows = []
    for annotation in task.get("annotations", []):
        by = annotation.get("completed_by")
        coder = by.get("email") or by.get("id") if isinstance(by, dict) else by
        choices = [result["value"]["choices"][0] for result in annotation["result"] if "choices" in result["value"]]
        unit, code = task["data"]["unit_id"], choices[0] if choices else None
        rows.append({"unit": unit, "coder": None if coder is None else str(coder), "code": code})
    return rows


READERS: dict[str, Callable[[bytes, str], pd.DataFrame]] = {
    ".csv": _csv,
    ".tsv": _csv,
    ".xlsx": _xlsx,
    ".jsonl": _doccano,
    ".json": _label_studio,
}


def matched(sheets: Sequence[pd.DataFrame], design: Design, instrument: Instrument) -> pd.DataFrame:
    """Match coded units with the key, and codes with the scale.

    Parameters
    ----------
    sheets : sequence of DataFrame
        From `sheet_of`.
    design : Design
        The key.
    instrument : Instrument
        Its scale.

    Returns
    -------
    DataFrame
        ``sheet``, ``unit``, ``article_id``, ``measure``, ``coder``, ``code`` (the value in the compared unit; empty
        where the coder gave none), ``probability``.

    Raises
    ------
    DataError
        Where a unit is not in the key, a code is off the scale, or a coder has a unit in two sheets.
    """
    rows = pd.concat(sheets, ignore_index=True)
    unknown = rows[~rows["unit"].isin(design.units["unit"])]
    if len(unknown):
        raise DataError(_of_no_key(str(unknown["unit"].iloc[0]), design.sheet))
    twice = rows.duplicated(["unit", "coder"])
    if twice.any():
        raise DataError(
            f"coder '{rows.loc[twice.idxmax(), 'coder']}' coded unit '{rows.loc[twice.idxmax(), 'unit']}' twice"
        )
    value = rows["code"].map(lambda code: _value(code, instrument))
    known = rows.assign(code=value.astype(float)).merge(design.units, on="unit", how="left", validate="many_to_one")
    known = known.assign(sheet=design.sheet, measure=design.measure)
    columns = ["sheet", "unit", "article_id", "measure", "coder", "code", "probability"]
    return known[columns].sort_values(["unit", "coder"]).reset_index(drop=True)


def _of_no_key(unit: str, sheet: str) -> str:
    """Say why a unit may not be in the key: ids begin with letters, so a number is what a spreadsheet made of one."""
    if unit[:1].isdigit():
        why = "a spreadsheet seems to have changed the ids; paste the column unit_id of the empty sheet in again"
    else:
        why = "is it a sheet of another draw or store?"
    return f"unit '{unit}' is not in the key of sheet '{sheet}'; {why}"


def _value(code: str | None, instrument: Instrument) -> float | None:
    if not isinstance(code, str):
        return None
    try:
        given = float(code.lstrip("'").replace(",", ".").replace("−", "-"))
        value = instrument.value_of(int(given)) if given.is_integer() else None
    except ValueError:
        value = None
    if value is None:
        allowed = ", ".join(str(each.code) for each in instrument.codes)
        raise DataError(f"'{code}' is not on the scale; allowed are {allowed}, or nothing")
    return value
