"""Signed certificates: what the QR code on paper holds, how it is signed, and how anybody checks it without a network.

The code holds nothing that the paper does not show, and no name: a name is there only as a mark, from which it cannot
be read but with which a name that somebody reads out from the paper can be compared.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from toolkit.evaluation.record.keys import PublicKey, Signer, grouped, is_signed
from toolkit.problems import Place, Problem, make_problem

FORMAT = 1
RETIRED_FORMATS = frozenset({0})
"""Formats that are not accepted any more."""

PREFIX = "TOT"
MOST_CHARACTERS = 5000
MODULES_SPELT_OUT = 400
"""Characters of module ids up to which the code holds them; beyond, it would be too fine to read from paper."""

_SIGNATURE_BYTES = 64
_NUMBER_BYTES = 8
_MARK_BYTES = 10
MARK_ROUNDS = 200_000

_ALIKE = str.maketrans(
    {**dict.fromkeys("\u2018\u2019\u02bc\u02bb`\u00b4", "'"), **dict.fromkeys("\u2010\u2011\u2013", "-")}
)

NameCheck = Literal["nameless", "unasked", "matches", "differs"]
ModuleId = Annotated[str, Field(max_length=64)]


class Certificate(BaseModel):
    """What is signed. Field names are short because each character makes the printed code finer.

    `n` is the number, `k` the key's id, `t` the session's title, `d` its first and last day, `h` the minutes of
    training, `m` the ids of its modules (or how many they are), `i` the day of issue, `u` the last day on which it
    counts, `p` the mark of the name that is printed on it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    n: str = Field(pattern=r"^[A-Z2-7]{12}$")
    k: str = Field(pattern=r"^[A-Z2-7]{16}$")
    t: str = Field(min_length=1, max_length=120)
    d: tuple[date, ...] = Field((), max_length=2)
    h: int = Field(ge=0, le=100_000)
    m: tuple[ModuleId, ...] | int = ()
    i: date
    u: date | None = None
    p: str | None = Field(None, pattern=r"^[A-Z2-7]{16}$")

    @property
    def number(self) -> str:
        """The number as printed."""
        return grouped(self.n)


@dataclass(frozen=True, slots=True)
class Checked:
    """A certificate that passed: who signed it, and what can be said of the name."""

    certificate: Certificate
    organisation: str
    name: NameCheck


def certificate_number(signer: Signer, session: str, holder: str) -> str:
    """Twelve letters and digits for one person's certificate of one session: the same again when it is printed again,
    and nothing that anybody without the key could compute from a name or a participant code."""
    message = json.dumps([session, holder], ensure_ascii=False).encode("utf-8")
    return base64.b32encode(signer.keyed_digest(message, _NUMBER_BYTES)).decode("ascii")[:12]


def name_mark(name: str, number: str) -> str:
    """The mark of a name on the certificate of this number. Slow on purpose (PBKDF2), so that trying out a list of
    names takes long."""
    plain = plain_name(name)
    raw = hashlib.pbkdf2_hmac("sha256", plain.encode("utf-8"), f"tot-name:{number}".encode(), MARK_ROUNDS, _MARK_BYTES)
    return base64.b32encode(raw).decode("ascii")


def plain_name(name: str) -> str:
    """A name as it is compared: spaces, capitals, joiners that nobody sees, the kinds of apostrophe and hyphen, and the
    way in which accents are typed make no difference."""
    seen = "".join(sign for sign in unicodedata.normalize("NFKC", name) if unicodedata.category(sign) != "Cf")
    # Upper and then lower case, which every language's libraries do alike (case folding they don't).
    return " ".join(seen.translate(_ALIKE).upper().lower().split())


def fitting_modules(ids: Iterable[str]) -> tuple[str, ...] | int:
    """The ids, or only how many they are where they would make the printed code too fine."""
    listed = tuple(ids)
    return listed if sum(map(len, listed)) <= MODULES_SPELT_OUT else len(listed)


def sign_certificate(certificate: Certificate, signer: Signer) -> str:
    """The text of the QR code: capitals and digits only, which QR codes hold in little room."""
    if certificate.k != signer.public.id:
        raise ValueError("the certificate names another key")
    body = _body(certificate)
    coded = base64.b32encode(signer.sign(_message(body)) + body).decode("ascii").rstrip("=")
    return f"{PREFIX}{FORMAT}:{coded}"


def looks_like_certificate(text: str) -> bool:
    """Whether this begins as the text of a certificate does."""
    return text.strip().upper().startswith(PREFIX)


def check_certificate(
    text: str, keys: Iterable[PublicKey], today: date, where: Place, *, name: str = ""
) -> tuple[Checked | None, tuple[Problem, ...]]:
    """The certificate when it is whole, signed with one of `keys` and still counts; otherwise None and the reason.
    With `name`, it must be the one that was printed."""
    body, signature, problem = _unpack(text, where)
    if problem is not None:
        return None, (problem,)
    known = {key.id: key for key in keys}
    named = _named_key(body)
    key = known.get(named)
    if key is None:
        if not named:
            return None, (make_problem("certificate-tampered", where),)
        return None, (make_problem("certificate-key-unknown", where, key=grouped(named), known=len(known)),)
    if not is_signed(key, _message(body), signature):
        return None, (make_problem("certificate-tampered", where),)
    try:
        found = Certificate.model_validate_json(body)
    except ValidationError:
        return None, (make_problem("certificate-content-unknown", where),)
    reason = refusal(key, found.n, found.u, today, where)
    if reason is not None:
        return None, (reason,)
    said = check_name(found.p, found.n, name)
    if said == "differs":
        return None, (make_problem("certificate-name-differs", where, number=found.number),)
    return Checked(found, key.organisation, said), ()


def refusal(key: PublicKey, number: str, until: date | None, today: date, where: Place) -> Problem | None:
    """Why something that this key did sign does not count, or None."""
    if key.revoked is not None:
        return make_problem(
            "certificate-key-revoked", where, organisation=key.organisation, day=key.revoked.isoformat()
        )
    if number in {one.replace("-", "").upper() for one in key.withdrawn}:
        return make_problem("certificate-withdrawn", where, number=grouped(number), organisation=key.organisation)
    if until is not None and today > until:
        return make_problem("certificate-expired", where, day=until.isoformat())
    return None


def check_name(mark: str | None, number: str, name: str) -> NameCheck:
    """What can be said of the name on a certificate."""
    if mark is None:
        return "nameless"
    if not name.strip():
        return "unasked"
    return "matches" if name_mark(name, number) == mark else "differs"


def _unpack(text: str, where: Place) -> tuple[bytes, bytes, Problem | None]:
    """Body and signature of a code's text, or what is wrong with it."""
    coded = "".join(text[: MOST_CHARACTERS + 1].split()).upper()
    head, colon, rest = coded.partition(":")
    digits = head.removeprefix(PREFIX)
    if not colon or not head.startswith(PREFIX) or not (digits.isascii() and digits.isdecimal()) or len(digits) > 4:
        return b"", b"", make_problem("certificate-not-one", where)
    version = int(digits)
    if version in RETIRED_FORMATS:
        return b"", b"", make_problem("certificate-format-retired", where, version=version)
    if version > FORMAT:
        return b"", b"", make_problem("certificate-format-newer", where, version=version)
    try:
        raw = base64.b32decode(rest + "=" * (-len(rest) % 8))
    except (binascii.Error, ValueError):
        raw = b""
    if len(text) > MOST_CHARACTERS or len(raw) <= _SIGNATURE_BYTES:
        return b"", b"", make_problem("certificate-tampered", where)
    return raw[_SIGNATURE_BYTES:], raw[:_SIGNATURE_BYTES], None


def _named_key(body: bytes) -> str:
    """The key that a body, not yet trusted, says it is signed with; "" when it says none."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    named = found.get("k") if isinstance(found, dict) else None
    return named if isinstance(named, str) and len(named) == 16 and named.isascii() and named.isalnum() else ""


def _body(certificate: Certificate) -> bytes:
    data = certificate.model_dump(mode="json", exclude_none=True)
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def _message(body: bytes) -> bytes:
    """What is signed: nothing else that this key ever signs begins like it."""
    return f"tot-certificate-{FORMAT}\n".encode() + body
