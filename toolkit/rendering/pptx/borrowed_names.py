"""What layouts are called in masters: one table, in the languages that office programs and their users name them in.

Names are compared without accents, case, numbers in front or behind, and punctuation.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from toolkit.rendering.borrowed_space import Kind

NAMES: Mapping[Kind, tuple[str, ...]] = {
    # English; French; Spanish; Arabic; German. The first is the one that we propose.
    "cover": (
        "Title Slide", "Title", "Cover", "Cover Slide", "Front Page", "Opening",
        "Diapositive de titre", "Titre", "Page de titre", "Page de garde", "Couverture", "Ouverture",
        "Diapositiva de título", "Título", "Portada", "Carátula",
        "شريحة عنوان", "شريحة العنوان", "الغلاف", "عنوان",
        "Titelfolie", "Titel", "Deckblatt", "Startfolie",
    ),
    "section": (
        "Section Header", "Section", "Section Title", "Divider", "Chapter", "Section Break",
        "Titre de section", "En-tête de section", "Section et titre", "Intertitre", "Chapitre", "Séparateur",
        "Encabezado de sección", "Título de sección", "Sección", "Separador", "Capítulo",
        "عنوان المقطع", "رأس المقطع", "عنوان القسم", "رأس القسم", "مقطع",
        "Abschnittsüberschrift", "Abschnitt", "Kapitel", "Kapiteltrenner", "Zwischentitel", "Trennfolie",
    ),
    "content": (
        "Title and Content", "Title, Content", "Title and Text", "Title and Body", "Content", "Bullets", "Text",
        "Titre et contenu", "Titre et texte", "Contenu", "Texte",
        "Título y objetos", "Título y contenido", "Título y texto", "Contenido", "Texto",
        "عنوان ومحتوى", "العنوان والمحتوى", "عنوان ونص", "محتوى",
        "Titel und Inhalt", "Titel und Text", "Inhalt",
    ),
    "columns": (
        "Two Content", "Two Columns", "Title and Two Content", "Title and Two Columns", "Two Column Text", "2 Columns",
        "Deux contenus", "Deux colonnes", "Titre et deux contenus", "2 colonnes",
        "Dos objetos", "Dos contenidos", "Dos columnas", "Título y dos columnas", "2 columnas",
        "محتويان", "محتويين", "عمودان", "عنوان وعمودان",
        "Zwei Inhalte", "Zwei Spalten", "Titel und zwei Inhalte", "2 Spalten",
    ),
    "comparison": ("Comparison", "Comparaison", "Comparación", "مقارنة", "Vergleich"),
    "picture": (
        "Picture with Caption", "Picture", "Photo", "Image", "Image with Caption", "Picture and Caption",
        "Image avec légende", "Image et légende",
        "Imagen con título", "Imagen", "Imagen con leyenda", "Foto",
        "صورة مع تسمية توضيحية", "صورة ذات تسمية توضيحية", "صورة",
        "Bild mit Überschrift", "Bild mit Beschriftung", "Bild",
    ),
    "statement": (
        "Quote", "Quote with Caption", "Statement", "Big Idea", "Key Message", "Main Point", "Quotation",
        "Citation", "Citation avec légende", "Message clé", "Idée principale",
        "Cita", "Cita con descripción", "Mensaje clave", "Idea principal",
        "اقتباس", "رسالة رئيسية",
        "Zitat", "Zitat mit Beschriftung", "Kernaussage", "Kernbotschaft",
    ),
    "canvas": (
        "Title Only", "Headline Only",
        "Titre seul", "Titre uniquement",
        "Solo el título", "Sólo el título", "Solo título", "Sólo título",
        "عنوان فقط", "العنوان فقط",
        "Nur Titel",
    ),
    "closing": (
        "Closing", "Closing Slide", "End", "End Slide", "Thank You", "Back Cover", "Contact",
        "Clôture", "Conclusion", "Fin", "Merci", "Remerciements", "Dernière page",
        "Cierre", "Gracias", "Final", "Contraportada",
        "الختام", "شكرا", "الخاتمة",
        "Schluss", "Schlussfolie", "Ende", "Danke", "Abschluss",
    ),
}  # fmt: skip
"""Kind of slide → the names that its layout goes by."""

TYPES: Mapping[str, Kind] = {
    "title": "cover",
    "secHead": "section",
    "obj": "content",
    "tx": "content",
    "twoObj": "columns",
    "twoColTx": "columns",
    "twoTxTwoObj": "comparison",
    "picTx": "picture",
    "titleOnly": "canvas",
}
"""The file format's own kind of a layout (ST_SlideLayoutType), which stays when a user renames it."""


def bare_name(name: str) -> str:
    """A layout's name as it is compared: ``1_Diapositive de Titre 2`` → ``diapositive de titre``."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    plain = "".join(ch for ch in folded if not unicodedata.combining(ch))
    words = re.sub(r"[\W_]+", " ", plain).split()
    while len(words) > 1 and words[0].isdigit() and words[1] not in ("columns", "colonnes", "columnas", "spalten"):
        words = words[1:]
    while len(words) > 1 and words[-1].isdigit():
        words = words[:-1]
    return " ".join(words)


def kind_of_name(name: str) -> tuple[Kind | None, bool]:
    """The kind that a layout's name says, and whether the whole name says so; (None, False) when it says nothing.

    A name of several words may stand inside a longer one: "ACME Title Slide, dark" is a title slide.
    """
    bare = bare_name(name)
    known = {bare_name(each): kind for kind, names in NAMES.items() for each in names}
    if bare in known:
        return known[bare], True
    inside = [each for each in known if " " in each and f" {each} " in f" {bare} "]
    return (known[max(inside, key=len)], False) if inside else (None, False)
