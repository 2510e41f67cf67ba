"""Keyed hashes in place of participant codes.

A six-digit code can be guessed from a plain hash by trying all of them. With a secret key (HMAC, RFC 2104) it cannot,
and once the key is gone nobody can link the hash to a card again.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

KEY_BYTES = 32
"""Length of a key that `make_key` makes, and the least that is accepted."""

HASH_DIGITS = 32
"""Hexadecimal digits kept of the 64: enough that no two of 10^15 codes meet by chance."""


def make_key() -> bytes:
    """A random key, from the operating system. Keep it only where the same people are to be recognised later, apart
    from the data, and delete it on the retention date."""
    return secrets.token_bytes(KEY_BYTES)


def hash_code(code: str, *, key: bytes, session: str = "") -> str:
    """HMAC-SHA256 of a code in its session, as 32 hexadecimal digits; "" for an empty code.

    The same code in two sessions gives two hashes: codes are unique only within one. Spellings that
    `toolkit.evaluation.matching.normalise_code` takes for one code give one hash. Raises ValueError for a short key.
    """
    return _hash(_normalised(code), session, _checked(key))


def hash_codes(codes: Sequence[str] | pd.Series, sessions: Iterable[str], *, key: bytes | None = None) -> list[str]:
    """Hashes of many codes, in order; missing codes give "". Without a `key`, a random one that nobody ever sees.

    Raises ValueError when there are not as many sessions as codes, or the key is short.
    """
    secret = _checked(make_key() if key is None else key)
    normalised: dict[str, str] = {}
    found: list[str] = []
    for code, session in zip(codes, sessions, strict=True):
        if not isinstance(code, str):
            found.append("")
            continue
        if code not in normalised:
            normalised[code] = _normalised(code)
        found.append(_hash(normalised[code], session, secret))
    return found


def _normalised(code: str) -> str:
    from toolkit.evaluation.matching.normalise import normalise_code

    return normalise_code(code)


def _hash(code: str, session: object, key: bytes) -> str:
    if not code:
        return ""
    name = session if isinstance(session, str) else ""
    # The length keeps session and code apart: "a" + "bc" is not "ab" + "c".
    message = f"{len(name)}:{name}:{code}".encode("utf-8", "surrogatepass")
    return hmac.digest(key, message, "sha256").hex()[:HASH_DIGITS]


def _checked(key: bytes) -> bytes:
    if len(key) < KEY_BYTES:
        raise ValueError(f"a key has at least {KEY_BYTES} bytes; this one has {len(key)}")
    return key
