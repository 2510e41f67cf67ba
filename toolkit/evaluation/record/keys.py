"""Signing keys of an organisation: Ed25519 pairs as two small JSON files, one to keep and one to give away.

The private file holds the secret, in the clear or locked with a passphrase (Argon2id and an authenticated box). The
public file is what others check with; the organisation also writes there what it takes back.
"""

from __future__ import annotations

import base64
import hashlib
import json
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from toolkit.problems import Place, Problem, make_problem

VERSION = 1
SHORTEST_PASSPHRASE = 10
_SEED_BYTES = 32
_KEY_ID_BYTES = 10
_MOST_OPS, _MOST_MEMORY = 10, 1_100_000_000
"""A key file must not be able to keep this computer busy: beyond this, Argon2id is not even begun."""


def to_text(raw: bytes) -> str:
    """Bytes as base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def from_text(text: str) -> bytes:
    """The bytes of base64url without padding. Raises ValueError."""
    if not text.isascii() or len(text) % 4 == 1 or not set(text) <= _URL_SAFE:
        raise ValueError("not base64url")
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


_URL_SAFE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def key_id(public: bytes) -> str:
    """Sixteen capitals and digits that name a public key: the first 80 bits of its SHA-256, in base 32."""
    return base64.b32encode(hashlib.sha256(public).digest()[:_KEY_ID_BYTES]).decode("ascii")


def grouped(code: str) -> str:
    """A code in groups of four, to be read aloud and compared."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def _is_key(text: str) -> str:
    if len(from_text(text)) != _SEED_BYTES:
        raise ValueError("32 bytes are wanted")
    return text


K = TypeVar("K", "PrivateKey", "PublicKey")
KeyText = Annotated[str, Field(max_length=64), AfterValidator(_is_key)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class _Locked(_Part):
    """A secret behind a passphrase: Argon2id's parameters and the box that its key opens."""

    kdf: Literal["argon2id"] = "argon2id"
    ops: int = Field(ge=1, le=_MOST_OPS)
    memory_bytes: int = Field(ge=8192, le=_MOST_MEMORY)
    salt: str = Field(max_length=64)
    box: str = Field(max_length=200)


class PublicKey(_Part):
    """What others check certificates with. `revoked` is the day on which the key was given up because somebody else
    may hold it: from then on nothing that it signed counts, whatever date it bears. `withdrawn` are numbers of single
    certificates that do not count any more."""

    kind: Literal["tot-public-key"] = "tot-public-key"
    version: int = VERSION
    organisation: str = Field(min_length=1, max_length=120)
    public: KeyText
    made: date
    revoked: date | None = None
    withdrawn: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Its name in certificates."""
        return key_id(self.raw)

    @property
    def raw(self) -> bytes:
        """The 32 bytes of the key."""
        return from_text(self.public)


class PrivateKey(_Part):
    """The secret, as it lies in its file."""

    kind: Literal["tot-private-key"] = "tot-private-key"
    version: int = VERSION
    organisation: str = Field(min_length=1, max_length=120)
    public: KeyText
    made: date
    secret: KeyText | _Locked = Field(repr=False)

    @property
    def locked(self) -> bool:
        """Whether a passphrase is needed."""
        return isinstance(self.secret, _Locked)


@dataclass(frozen=True, slots=True)
class Signer:
    """An opened private key: what signs."""

    public: PublicKey
    seed: bytes = field(repr=False)

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of the Ed25519 signature; the same for the same message."""
        from nacl.signing import SigningKey

        return SigningKey(self.seed).sign(message).signature

    def keyed_digest(self, message: bytes, size: int) -> bytes:
        """`size` bytes that follow from the message but that nobody without the key can compute."""
        own = hashlib.blake2b(b"tot-numbers", key=self.seed).digest()
        return hashlib.blake2b(message, key=own, digest_size=size).digest()


def is_signed(public: PublicKey, message: bytes, signature: bytes) -> bool:
    """Whether this key signed this message."""
    from nacl.exceptions import BadSignatureError
    from nacl.signing import VerifyKey

    try:
        VerifyKey(public.raw).verify(message, signature)
    except (BadSignatureError, ValueError, TypeError):
        return False
    return True


def make_key(organisation: str, made: date, *, passphrase: str = "", seed: bytes | None = None) -> PrivateKey:
    """A new private key, locked when there is a passphrase. `seed` (32 bytes) is drawn at random unless given."""
    from nacl.signing import SigningKey

    key = SigningKey(seed) if seed is not None else SigningKey.generate()
    secret: str | _Locked = _lock(bytes(key), passphrase) if passphrase else to_text(bytes(key))
    public = to_text(bytes(key.verify_key))
    return PrivateKey(organisation=organisation, public=public, made=made, secret=secret)


def public_of(private: PrivateKey) -> PublicKey:
    """The half to give away."""
    return PublicKey(organisation=private.organisation, public=private.public, made=private.made)


def open_key(private: PrivateKey, where: Place, passphrase: str = "") -> tuple[Signer | None, tuple[Problem, ...]]:
    """The key ready to sign, or why it does not open."""
    from nacl.signing import SigningKey

    if isinstance(private.secret, _Locked):
        if not passphrase:
            return None, (make_problem("key-passphrase-missing", where),)
        seed = _unlock(private.secret, passphrase)
        if seed is None:
            return None, (make_problem("key-passphrase-wrong", where),)
    else:
        seed = from_text(private.secret)
    if to_text(bytes(SigningKey(seed).verify_key)) != private.public:
        return None, (make_problem("key-halves-differ", where),)
    return Signer(public_of(private), seed), ()


def key_text(key: PrivateKey | PublicKey) -> str:
    """The key's file."""
    return json.dumps(key.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"


def parse_private(text: str, where: Place) -> tuple[PrivateKey | None, tuple[Problem, ...]]:
    """The private key in a file's text, or why there is none."""
    return _parse(PrivateKey, text, where, "private")


def parse_public(text: str, where: Place) -> tuple[PublicKey | None, tuple[Problem, ...]]:
    """The public key in a file's text, or why there is none."""
    return _parse(PublicKey, text, where, "public")


def _parse(model: type[K], text: str, where: Place, half: str) -> tuple[K | None, tuple[Problem, ...]]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        data = None
    kind = data.get("kind") if isinstance(data, dict) else None
    if not isinstance(data, dict) or kind not in ("tot-public-key", "tot-private-key"):
        return None, (make_problem("key-file-not-one", where, half=half),)
    if kind != f"tot-{half}-key":
        return None, (make_problem("key-file-other-half", where, half=half),)
    version = data.get("version")
    if isinstance(version, int) and version > VERSION:
        return None, (make_problem("key-file-newer", where, version=version),)
    try:
        return model.model_validate(data), ()
    except ValidationError as fault:
        field = ".".join(str(part) for part in fault.errors()[0]["loc"]) or "the whole"
        return None, (make_problem("key-file-broken", where, field=field),)


def _lock(seed: bytes, passphrase: str) -> _Locked:
    from nacl import pwhash, secret, utils

    kdf = pwhash.argon2id
    salt = utils.random(kdf.SALTBYTES)
    key = kdf.kdf(secret.SecretBox.KEY_SIZE, _phrase(passphrase), salt, kdf.OPSLIMIT_MODERATE, kdf.MEMLIMIT_MODERATE)
    box = bytes(secret.SecretBox(key).encrypt(seed))
    return _Locked(ops=kdf.OPSLIMIT_MODERATE, memory_bytes=kdf.MEMLIMIT_MODERATE, salt=to_text(salt), box=to_text(box))


def _unlock(locked: _Locked, passphrase: str) -> bytes | None:
    from nacl import exceptions, pwhash, secret

    kdf = pwhash.argon2id
    try:
        salt, box = from_text(locked.salt), from_text(locked.box)
        key = kdf.kdf(secret.SecretBox.KEY_SIZE, _phrase(passphrase), salt, locked.ops, locked.memory_bytes)
        seed = secret.SecretBox(key).decrypt(box)
    except (exceptions.CryptoError, ValueError, TypeError, MemoryError):
        return None
    return seed if len(seed) == _SEED_BYTES else None


def _phrase(passphrase: str) -> bytes:
    """The same bytes for the same words, however the keyboard composed their accents."""
    return unicodedata.normalize("NFKC", passphrase).encode("utf-8")
