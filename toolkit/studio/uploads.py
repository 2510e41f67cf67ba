"""Files from the reader: kind and size checked in the browser and again here, kept in memory or in a private folder
that goes when the work is done."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from pathlib import Path, PurePosixPath

import ipywidgets as ipw

from toolkit.problems import Place, Problem, ProblemsError, make_problem
from toolkit.studio.page import Page
from toolkit.studio.security import safe_name
from toolkit.studio.widgets import markup, paragraph

ARCHIVES = (".zip", ".xlsx", ".xlsm", ".docx", ".pptx", ".potx", ".ods")
"""Kinds that are zip archives, and can unpack to much more than they are."""

MAX_UNPACKED_MB = 200


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that the reader chose: a bare, safe name and its bytes."""

    name: str
    data: bytes = field(repr=False)


def check_upload(name: str, data: bytes, accept: Sequence[str], limit_mb: int) -> tuple[Upload | None, list[Problem]]:
    """The upload, or why it is refused: its name, its kind, its size, or what it would unpack to."""
    try:
        shown = safe_name(PurePosixPath(name.replace("\\", "/")).name)
    except ProblemsError as stop:
        return None, list(stop.problems)
    place = Place(shown)
    ending = PurePosixPath(shown).suffix.lower()
    if accept and ending not in accept:
        return None, [make_problem("studio-upload-kind", place, name=shown, kinds=", ".join(accept))]
    if len(data) > limit_mb * 1_000_000:
        size = f"{len(data) / 1e6:.1f}"
        return None, [make_problem("studio-upload-large", place, name=shown, size=size, limit=limit_mb)]
    if ending in ARCHIVES:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                unpacked = sum(entry.file_size for entry in archive.infolist())
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            return None, [make_problem("studio-upload-broken", place, name=shown)]
        if unpacked > MAX_UNPACKED_MB * 1_000_000:
            return None, [make_problem("studio-upload-archive", place, name=shown, limit=MAX_UNPACKED_MB)]
    return Upload(shown, data), []


def upload_box(
    page: Page,
    label: str,
    accept: Sequence[str] = (".csv",),
    on_files: Callable[[tuple[Upload, ...]], object] = len,
    several: bool = False,
    limit_mb: int = 20,
) -> ipw.VBox:
    """A button that opens the computer's file choice, and a place to drop files on. Good files reach `on_files`; the
    others are listed as problems."""
    say = page.language.say
    chooser = ipw.FileUpload(accept=",".join(accept), multiple=several, description=label, icon="")
    chooser.add_class("tot-primary")
    hint = say("or drop files here ({kinds}, up to {limit} MB)", kinds=", ".join(accept), limit=limit_mb)
    large = say("This is more than fits here. Nothing was read.")
    warning = markup(f'<p class="tot-too-large" role="alert" hidden>{escape(large)}</p>')

    def take(change: dict[str, Sequence[dict[str, object]]]) -> None:
        if not change["new"]:
            return
        given = [(str(entry["name"]), bytes(entry["content"])) for entry in change["new"]]  # type: ignore[call-overload]
        chooser.value = ()  # the widget keeps no copy
        checked = [check_upload(name, data, accept, limit_mb) for name, data in given]
        good = tuple(upload for upload, _ in checked if upload is not None)
        if good:
            on_files(good)
        problems = [problem for _, found in checked for problem in found]
        if problems:
            raise ProblemsError(problems)

    chooser.observe(page.guard(take), names="value")
    box = ipw.VBox([chooser, paragraph(hint, "muted"), warning])
    for name in ("tot-upload", f"tot-max-{limit_mb}"):
        box.add_class(name)
    return box


@contextmanager
def private_folder() -> Iterator[Path]:
    """A temporary folder that only this user can open, removed with everything in it on leaving."""
    with tempfile.TemporaryDirectory(prefix="tot-studio-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def save_uploads(uploads: Sequence[Upload], folder: Path) -> tuple[Path, ...]:
    """Write uploads into a folder for verbs that read files; a second file of one name gets a number."""
    written: list[Path] = []
    for upload in uploads:
        path = folder / upload.name
        number = 1
        while path.exists():
            number += 1
            path = folder / f"{PurePosixPath(upload.name).stem}-{number}{PurePosixPath(upload.name).suffix}"
        path.write_bytes(upload.data)
        written.append(path)
    return tuple(written)
