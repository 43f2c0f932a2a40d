"""Bringing a corpus: files from the browser into a store of its own, with progress, a summary and deletion."""

import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path, PurePosixPath

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from analysis import queries
from analysis.queries import DataError, corpora
from analysis.settings import Settings
from views import address, building, page, stores

KINDS = (
    "txt",
    "md",
    "html",
    "htm",
    "csv",
    "tsv",
    "json",
    "jsonl",
    "parquet",
    "xlsx",
    "zip",
    "gz",
    "xml",
    "rss",
    "atom",
)
PLACE = "upload"
"""The part of the page that says why files were refused."""

TAKEN = "A corpus of this name exists, or is being built. Choose another name."

NAME = re.compile(r"[^\w\- ]+")
"""What a corpus's name may not hold: it becomes the name of a folder."""

NAME_CHARACTERS = 40

MAX_MEGABYTES = 200
"""Files from the browser lie in memory until they are read; `.streamlit/config.toml` says the same of a single one."""

FILE_NAME_BYTES = 255
"""Longest file name of common file systems; the end is kept, because it tells the kind."""


def panel() -> None:
    """Offer to bring files; the new store opens when it is built."""
    with st.expander("Bring your own articles", icon=":material/upload:", on_change="rerun", key="upload") as box:
        if not box.open:
            return
        st.text(
            f"Text, HTML, CSV, JSON, Parquet, Excel, feeds, or a zip of these, up to {MAX_MEGABYTES} MB together. "
            "Nothing leaves this machine. For more, this command reads a folder; its corpus then stands in the sidebar:"
        )
        st.code(command("NAME"), language=None, wrap_lines=True)
        with st.form("bring", border=False):
            files = st.file_uploader("Files", type=list(KINDS), accept_multiple_files=True, key="files")
            manifest = st.file_uploader(
                "Manifest (optional): a CSV that gives outlet and date of text files", type=["csv"], key="manifest"
            )
            name = st.text_input("Name of the corpus", key="corpus_name", max_chars=NAME_CHARACTERS)
            codebook = st.selectbox(
                "Codebook", corpora.codebooks(), key="codebook", help="The files in data/frames, including your own."
            )
            rules_off = st.multiselect(
                "Cleaning rules to switch off", list(corpora.cleaning_rules()), key="rules_off",
                placeholder="None: all rules clean", help=rules_meant(),
            )  # fmt: skip
            version = st.selectbox("Where an address has several texts, count", list(VERSIONS), key="version",
                                   format_func=VERSIONS.__getitem__, help=VERSIONS_HELP)  # fmt: skip
            go = st.form_submit_button("Read and measure", type="primary")
        if go:
            _build(
                files or [], manifest, name, Settings(codebook=codebook, version=version, rules_off=tuple(rules_off))
            )
        address.say_notes(page.remark, PLACE)


VERSIONS = {"first": "the first that was read", "last": "the last that was read"}
"""Which text of an address comparisons take, see `Settings`."""

VERSIONS_HELP = "Outlets change articles after publication. The view Changes compares all texts, whichever counts."


def command(name: str) -> str:
    """Write the command that builds a store which this page finds, from files of any size."""
    return f'python -m analysis build FOLDER --store "{stores.folder() / name}"'


def rules_meant() -> str:
    """List what each cleaning rule removes, as Markdown."""
    return "\n".join(f"- `{name}`: {page.plain(meaning)}" for name, meaning in corpora.cleaning_rules().items())


def _build(files: list[UploadedFile], manifest: UploadedFile | None, name: str, settings: Settings) -> None:
    """Build a store from what was brought, in a folder of its own that gets its name when it is whole.

    Whatever interrupts leaves no half store behind, and nothing that somebody else makes is touched.
    """
    target = stores.folder() / NAME.sub("", name).strip()
    with address.refusal_noted(PLACE):
        _check(files, target)
        building.begin(partial(_made, files, manifest, target, settings))


def _check(files: list[UploadedFile], target: Path) -> None:
    """Refuse files that cannot become a corpus in a folder.

    Raises
    ------
    DataError
        Where there are none, they are too large, or the name is empty or taken.
    """
    if not files:
        raise DataError("Choose at least one file.")
    if target == stores.folder():
        raise DataError("Give the corpus a name of letters and digits.")
    if target.exists():
        raise DataError(TAKEN)
    megabytes = sum(file.size for file in files) / 1e6
    if megabytes > MAX_MEGABYTES:
        raise DataError(
            f"These files have {megabytes:,.0f} MB together, and the page takes {MAX_MEGABYTES}. "
            f"Put them into a folder and run: {command(target.name)}"
        )


def _made(
    files: list[UploadedFile],
    manifest: UploadedFile | None,
    target: Path,
    settings: Settings,
    tell: corpora.Progress,
) -> "tuple[corpora.Summary, str]":
    with tempfile.TemporaryDirectory() as scratch:
        folders = folders_of([bare_name(file.name) for file in files])
        sources = [_written(file, Path(scratch) / folder) for file, folder in zip(files, folders, strict=True)]
        table = _written(manifest, Path(scratch) / "manifest") if manifest else None
        return new_corpus(sources, target, tell, manifest=table, settings=settings)


def new_corpus(
    sources: list[Path],
    target: Path,
    tell: corpora.Progress,
    *,
    manifest: Path | None = None,
    settings: Settings | None = None,
) -> "tuple[corpora.Summary, str]":
    """Build a corpus in a folder that nobody knows, give it its place when it is whole, and say what came of it."""
    with new_folder() as made:
        built = corpora.build(sources, made / "store", manifest=manifest, settings=settings, progress=tell)
        return built, named(made / "store", target)


@contextmanager
def new_folder() -> Iterator[Path]:
    """Make a folder beside the stores that nobody else knows, and delete it with all that is still in it."""
    stores.folder().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=stores.folder(), ignore_cleanup_errors=True) as made:
        yield Path(made)


def named(made: Path, target: Path) -> str:
    """Give a store its name among the corpora; a folder that is not empty is never replaced.

    Raises
    ------
    DataError
        Where the name is taken.
    """
    try:
        made.rename(target)
    except OSError as error:
        raise DataError(TAKEN) from error
    return next(name for name, path in stores.brought().items() if path == target)


def _written(file: UploadedFile, folder: Path) -> Path:
    """Write one upload to a folder under its bare name, whatever path the browser sent."""
    folder.mkdir(exist_ok=True)
    path = folder / bare_name(file.name)
    path.write_bytes(file.getbuffer())
    return path


def folders_of(names: Sequence[str]) -> list[str]:
    """Name the folder of each file: one for all, as rejects name it, and further ones for names that come again.

    Examples
    --------
    >>> folders_of(["a.csv", "b.csv", "A.csv"])  # some file systems take the last for the first
    ['upload', 'upload', 'upload 2']
    """
    times = Counter[str]()
    folders = []
    for name in names:
        times[name.casefold()] += 1
        n = times[name.casefold()]
        folders.append("upload" if n == 1 else f"upload {n}")
    return folders


def bare_name(sent: str) -> str:
    """Take the last part of a path as a file name that lies in its folder and that a file system accepts.

    Examples
    --------
    >>> bare_name("../../evil.csv"), bare_name("C:\\\\texts\\\\one.txt"), bare_name("..")
    ('evil.csv', 'one.txt', 'upload')
    """
    name = PurePosixPath(sent.replace("\\", "/").replace("\0", "")).name
    kept = name.encode(errors="ignore")[-FILE_NAME_BYTES:].decode(errors="ignore")
    return kept if kept.strip(".") else "upload"


def example() -> None:
    """Offer the example corpus that comes with the tool, at one click; it is built when it is first opened."""
    name = queries.example.NAME
    if stores.chosen() == name:
        st.caption("The example: two news outlets (Tehran Times, Wikinews) and two government press offices "
                   "(Kremlin.ru, White House), 2017 to 2023. CC BY or public domain; each article names its licence. "
                   "The dates of Tehran Times are inferred.")  # fmt: skip
        return
    if not st.button(
        "Open the example: 222 articles of four sources", icon=":material/library_books:", key="open_example"
    ):
        return
    if name not in stores.listed():
        building.begin(partial(new_corpus, [queries.example.path()], stores.folder() / name))
    st.session_state["store_wanted"] = name
    st.rerun()


def deletion() -> None:
    """Offer in the sidebar to delete a corpus that was brought; ask first."""
    name = stores.chosen()
    if name not in stores.brought():
        return
    with st.sidebar, st.popover("Delete this corpus", icon=":material/delete:"):
        st.text(f"This deletes the corpus “{name}” from this machine. The files that you brought it from stay.")
        if st.button("Delete it for good", type="primary", key="delete"):
            _delete(stores.brought()[name])


def _delete(directory: Path) -> None:
    """Delete a corpus, unless a build is writing to it."""
    with address.refusal_noted(""):
        left = corpora.delete(directory)
        st.session_state["store_wanted"] = stores.FIRST
        rest = f" Files that are not part of a corpus were left: {', '.join(left)}." if left else ""
        address.note(f"The corpus “{directory.name}” was deleted.{rest}")
        st.rerun()
