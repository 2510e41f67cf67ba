"""An organisation's own .pptx or .potx, opened safely and emptied: measured before it is unpacked, templates turned
into presentations, slides and whatever belongs to them dropped."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml.ns import qn

from toolkit.problems import Place, Problem, make_problem
from toolkit.rendering.pptx.office import Office

MAX_BYTES = 100_000_000
MAX_UNPACKED = 400_000_000
"""Bytes of all parts together: films and large photographs in a master have no place in every deck."""
MAX_RATIO = 300
"""Unpacked against packed. XML of real masters reaches 30; bombs about 1,000."""
RATIO_FROM = 5_000_000
"""Below this size a high ratio is harmless."""
MAX_PARTS = 5_000

KINDS = (".pptx", ".potx")
_TYPES = "[Content_Types].xml"
_MAIN = b"application/vnd.openxmlformats-officedocument.presentationml.%s.main+xml"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
"""How files of PowerPoint 97–2003 begin, and encrypted ones of today."""
_LEFT_BEHIND = (
    "/printerSettings",
    "/thumbnail",
    "/commentAuthors",
    "/authors",
    "/tags",
    "/customXml",
    "/custom-properties",
)
"""Relations that say something about people or printers there, and nothing about our deck."""
_DAMAGE = (
    OSError, ValueError, LookupError, AttributeError, TypeError, AssertionError, SyntaxError, NotImplementedError,
    RuntimeError, zipfile.BadZipFile, zipfile.LargeZipFile,
)  # fmt: skip
"""What python-pptx, lxml and zipfile raise on files that are not what they seem."""


def open_master(path: Path, shown: str = "") -> tuple[Office | None, tuple[Problem, ...]]:
    """The presentation without its slides, or None and the problem that keeps it from being used.

    `shown` is the path as problems name it.
    """
    where = Place(shown or path.as_posix())
    data, problems = _read(path, where)
    if data is None:
        return None, problems
    try:
        from pptx.exc import PythonPptxError

        prs = Presentation(io.BytesIO(_as_presentation(data)))
        _empty(prs)
        # Broken masters often open, and fail at the first look inside.
        for master in prs.slide_masters:
            for layout in master.slide_layouts:
                [shape.placeholder_format.type for shape in layout.placeholders]
    except (*_DAMAGE, PythonPptxError):
        return None, (make_problem("master-damaged", where),)
    return prs, ()


def _read(path: Path, where: Place) -> tuple[bytes | None, tuple[Problem, ...]]:
    kind = path.suffix.casefold()
    if kind in (".pptm", ".potm", ".ppsm"):
        return None, (make_problem("master-macros", where),)
    if kind not in KINDS:
        return None, (make_problem("master-kind", where, kind=kind or path.name),)
    try:
        if not path.is_file():
            return None, (make_problem("master-missing", where),)
        if path.stat().st_size > MAX_BYTES:
            return None, (make_problem("master-too-large", where, megabytes=MAX_BYTES // 1_000_000),)
        data = path.read_bytes()
    except OSError as fault:
        return None, (make_problem("master-unreadable", where, reason=fault.strerror or type(fault).__name__),)
    code = _wrong(data)
    if code == "master-too-large":
        return None, (make_problem(code, where, megabytes=MAX_UNPACKED // 1_000_000),)
    return (None, (make_problem(code, where),)) if code else (data, ())


def _wrong(data: bytes) -> str:
    """The code of the problem with these bytes, or ""."""
    if data.startswith(_OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        return "master-encrypted" if encrypted else "master-old"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED:
                return "master-too-large"
            if unpacked > RATIO_FROM and unpacked > MAX_RATIO * len(data):
                return "master-too-large"
            if any(part.flag_bits & 1 for part in parts):
                return "master-encrypted"
            return _wrong_parts(archive, parts)
    except _DAMAGE:
        return "master-damaged"


def _wrong_parts(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> str:
    types = archive.read(_TYPES)
    if b"macroEnabled" in types or any(part.filename.casefold().endswith("vbaproject.bin") for part in parts):
        return "master-macros"
    if not any(_MAIN % kind in types for kind in (b"presentation", b"template")):
        return "master-no-presentation"
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as stream:
                if b"<!DOCTYPE" in stream.read(4096):
                    return "master-damaged"
    return ""


def _as_presentation(data: bytes) -> bytes:
    """A template differs from a presentation in one word of its table of contents."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        types = source.read(_TYPES)
        if _MAIN % b"template" not in types:
            return data
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as target:
            for info in source.infolist():
                part = source.read(info)
                if info.filename == _TYPES:
                    part = part.replace(_MAIN % b"template", _MAIN % b"presentation")
                target.writestr(info.filename, part)
    return buffer.getvalue()


def _empty(prs: Office) -> None:
    """No slides, and none of what speaks of them or of their authors."""
    listed = prs.element.find(qn("p:sldIdLst"))
    if listed is not None:
        for entry in list(listed):
            prs.part.drop_rel(entry.get(qn("r:id")))
            listed.remove(entry)
    for name in ("p:custShowLst", "p:custDataLst", "p:extLst"):
        for element in prs.element.findall(qn(name)):
            prs.element.remove(element)
    for owner in (prs.part, prs.part.package):
        relations = owner.rels if hasattr(owner, "rels") else owner._rels
        for key, relation in list(relations.items()):
            if relation.reltype.endswith(_LEFT_BEHIND):
                relations.pop(key)
            elif relation.reltype == RT.NOTES_MASTER and not _holds_notes(relation.target_part):
                relations.pop(key)
                for element in prs.element.findall(qn("p:notesMasterIdLst")):
                    prs.element.remove(element)


def _holds_notes(part: Office) -> bool:
    """Whether notes can be written on this notes master; python-pptx brings its own when there is none."""
    return bool(part._element.xpath('.//p:ph[@type="body"]'))
