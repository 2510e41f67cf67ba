"""Drawings from others: an SVG file may hold scripts and fetch things from the web. One that does is no picture."""

from __future__ import annotations

import re

_ACTIVE = frozenset({"script", "foreignobject", "iframe", "object", "embed", "handler", "listener", "animate", "set"})
_REFERENCE = re.compile(r"(?i)(?:url\(\s*['\"]?(?!#)|@import|javascript:|expression\()")


def is_still(data: bytes) -> bool:
    """Whether the drawing holds shapes only: no scripts, no entities, nothing fetched from elsewhere."""
    from lxml import etree  # type: ignore[import-untyped]

    if b"<!doctype" in data.lower() or b"<!entity" in data.lower():
        return False
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return False
    around = (*root.itersiblings(preceding=True), *root.itersiblings())
    for node in (*around, *root.iter()):
        if not isinstance(node.tag, str):
            if node.tag is not etree.Comment:
                return False
            continue
        if etree.QName(node).localname.lower() in _ACTIVE or _REFERENCE.search(node.text or ""):
            return False
        for name, value in node.attrib.items():
            if not _is_still_attribute(etree.QName(name).localname.lower(), value):
                return False
    return True


def _is_still_attribute(name: str, value: str) -> bool:
    if name.startswith("on") or _REFERENCE.search(value):
        return False
    # Within the drawing, or a picture that is part of it.
    return name not in ("href", "src") or value.startswith(("#", "data:image/png", "data:image/jpeg"))
