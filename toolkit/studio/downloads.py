"""Files for the reader: built in memory and handed over as data links, never by a path."""

from __future__ import annotations

import base64
import io
import mimetypes
import zipfile
from collections.abc import Callable
from html import escape
from pathlib import Path

import ipywidgets as ipw

from toolkit.rendering.archive import FIXED_TIME
from toolkit.studio.page import Page
from toolkit.studio.security import safe_name
from toolkit.studio.widgets import button, column, markup


def download_link(name: str, data: bytes, label: str, media_type: str = "", automatic: bool = False) -> ipw.HTML:
    """A link that saves `data` as `name`; `automatic` lets the browser do so at once."""
    kind = media_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
    classes = "tot-link-button" + (" tot-automatic" if automatic else "")
    address = f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"
    saved_as = escape(safe_name(name), quote=True)
    return markup(
        f'<a class="{classes}" download="{saved_as}" href="{escape(address, quote=True)}">{escape(label)}</a>'
    )


def offer(
    page: Page, name: str, data: bytes | Callable[[], bytes], label: str, media_type: str = "", kind: str = "plain"
) -> ipw.VBox:
    """A button that builds the file when pressed and lets the browser save it; then a link to save it again."""
    place = column()

    def save() -> None:
        with page.busy(label):
            found = data() if callable(data) else data
        again = page.language.say("Save {file} again ({size})", file=name, size=show_size(len(found), page))
        place.children = [download_link(name, found, again, media_type, automatic=True)]
        page.tell(page.language.say("{file} is saved in your downloads folder.", file=name))

    return column(button(label, page.guard(save), kind), place, gap=8)


def show_size(count: int, page: Page) -> str:
    """Such as "1.4 MB" or "12 kB"."""
    if count >= 1_000_000:
        return f"{page.language.show_number(count / 1e6, 1)} MB"
    return f"{page.language.show_number(max(1, round(count / 1000)))} kB"


def zip_folder(folder: Path) -> bytes:
    """The files of a folder as a zip with the folder's name on top: the same files give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()):
            entry = zipfile.ZipInfo(f"{folder.name}/{path.relative_to(folder).as_posix()}", FIXED_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes())
    return buffer.getvalue()
