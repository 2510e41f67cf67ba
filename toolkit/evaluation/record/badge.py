"""Open Badges 3.0: the same record as a verifiable credential, for organisations whose partners use wallets.

Proof format: a JSON Web Token (section "JSON Web Token Proof Format" of Open Badges 3.0) signed with EdDSA (RFC 8037).
The specification asks for RS256 at the least and permits others; an Ed25519 key is what the organisation has. The
issuer is a did:key, which holds the public key itself, so that nothing needs to be fetched.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from toolkit.evaluation.record.certificate import Certificate, NameCheck, check_name, refusal
from toolkit.evaluation.record.keys import PublicKey, Signer, from_text, grouped, is_signed, key_id, to_text
from toolkit.problems import Place, Problem, make_problem

CONTEXTS = ("https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json")
SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
NUMBER, MARK = "ext:tot-certificate-number", "ext:tot-name-mark"
MOST_CHARACTERS = 100_000

_ED25519 = b"\xed\x01"
"""Multicodec prefix of an Ed25519 public key."""
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_NAMESPACE = uuid.UUID("6a0f2b0e-5d6f-5b0b-9d3c-2f5f0c1b7a11")


@dataclass(frozen=True, slots=True)
class Achieved:
    """What a badge says of the session: title, one paragraph of what it was, and what its participants worked on."""

    name: str
    description: str
    criteria: str
    modules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedBadge:
    """A badge that passed."""

    credential: Mapping[str, Any]
    number: str
    organisation: str
    name: NameCheck


def did_key(public: bytes) -> str:
    """The did:key of an Ed25519 public key of 32 bytes, such as ``did:key:z6Mk…``."""
    return "did:key:z" + _base58(_ED25519 + public)


def make_badge(certificate: Certificate, achieved: Achieved, issuer: PublicKey) -> dict[str, Any]:
    """The OpenBadgeCredential of a certificate, as JSON values. It holds no name: only, where the certificate has one,
    its mark."""
    did = did_key(issuer.raw)
    identifiers = [_identity(NUMBER, certificate.n)]
    identifiers += [_identity(MARK, certificate.p)] if certificate.p else []
    subject: dict[str, Any] = {
        "id": _urn("holder", certificate.k, certificate.n),
        "type": ["AchievementSubject"],
        "identifier": identifiers,
        "achievement": {
            "id": _urn("achievement", certificate.k, achieved.name, *map(str, certificate.d)),
            "type": ["Achievement"],
            "achievementType": "CertificateOfCompletion",
            "name": achieved.name,
            "description": achieved.description,
            "criteria": {"narrative": achieved.criteria},
            "tag": list(achieved.modules),
        },
    }
    if certificate.d:
        subject["activityStartDate"] = _moment(certificate.d[0])
        subject["activityEndDate"] = _moment(certificate.d[-1])
    made: dict[str, Any] = {
        "@context": list(CONTEXTS),
        "id": _urn("credential", certificate.k, certificate.n),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": achieved.name,
        "issuer": {"id": did, "type": ["Profile"], "name": issuer.organisation},
        "validFrom": _moment(certificate.i),
        "credentialSubject": subject,
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }
    if certificate.u is not None:
        made["validUntil"] = _moment(certificate.u, last=True)
    return made


def sign_badge(credential: Mapping[str, Any], signer: Signer) -> str:
    """The credential as a compact JWS."""
    header = {"alg": "EdDSA", "jwk": _jwk(signer.public), "typ": "JWT"}
    claims = {
        **credential,
        "iss": credential["issuer"]["id"],
        "jti": credential["id"],
        "sub": credential["credentialSubject"]["id"],
        "nbf": _seconds(credential["validFrom"]),
    }
    if "validUntil" in credential:
        claims["exp"] = _seconds(credential["validUntil"])
    text = f"{_coded(header)}.{_coded(claims)}"
    return f"{text}.{to_text(signer.sign(text.encode('ascii')))}"


def looks_like_badge(text: str) -> bool:
    """Whether this has the three parts of a compact JWS."""
    return text.strip().startswith("ey") and text.count(".") == 2


def check_badge(
    text: str, keys: Iterable[PublicKey], today: date, where: Place, *, name: str = ""
) -> tuple[CheckedBadge | None, tuple[Problem, ...]]:
    """The badge when it is signed with one of `keys` and still counts; otherwise None and the reason. The key inside
    the badge only says which of `keys` to try: it is never trusted by itself."""
    parts = text.strip().split(".")
    header = _decoded(parts[0]) if len(text) <= MOST_CHARACTERS and len(parts) == 3 else None
    if header is None:
        return None, (make_problem("certificate-tampered", where),)
    if header.get("alg") != "EdDSA" or not {"alg", "jwk", "typ"} >= set(header) or header.get("typ", "JWT") != "JWT":
        return None, (make_problem("badge-algorithm", where, algorithm=str(header.get("alg"))),)
    known, named = {one.public: one for one in keys}, _public_in(header)
    key = known.get(named)
    if key is None:
        shown = grouped(key_id(from_text(named))) if named else "?"
        return None, (make_problem("certificate-key-unknown", where, key=shown, known=len(known)),)
    claims = _decoded(parts[1])
    if claims is None or not _is_signed(key, parts) or not _claims_agree(claims, key):
        return None, (make_problem("certificate-tampered", where),)
    number = _identifier(claims, NUMBER)
    until = datetime.fromtimestamp(claims["exp"], UTC).date() if "exp" in claims else None
    reason = refusal(key, number, until, today, where)
    if reason is not None:
        return None, (reason,)
    said = check_name(_identifier(claims, MARK) or None, number, name)
    if said == "differs":
        return None, (make_problem("certificate-name-differs", where, number=grouped(number)),)
    credential = {name: value for name, value in claims.items() if name not in ("iss", "jti", "sub", "nbf", "exp")}
    return CheckedBadge(credential, number, key.organisation, said), ()


def _is_signed(key: PublicKey, parts: Sequence[str]) -> bool:
    try:
        signature = from_text(parts[2])
    except ValueError:
        return False
    return is_signed(key, f"{parts[0]}.{parts[1]}".encode(), signature)


def _claims_agree(claims: Mapping[str, Any], key: PublicKey) -> bool:
    """The checks of section "Verify a Credential VC-JWT Signature", and that the issuer is the key."""
    try:
        return bool(
            claims["iss"] == claims["issuer"]["id"] == did_key(key.raw)
            and claims["sub"] == claims["credentialSubject"]["id"]
            and claims["jti"] == claims["id"]
            and claims["nbf"] == _seconds(claims["validFrom"])
            and claims.get("exp") == (_seconds(claims["validUntil"]) if "validUntil" in claims else None)
        )
    except (KeyError, TypeError, ValueError):
        return False


def _public_in(header: Mapping[str, Any]) -> str:
    jwk = header.get("jwk")
    found = jwk.get("x") if isinstance(jwk, dict) and jwk.get("crv") == "Ed25519" else None
    try:
        return found if isinstance(found, str) and len(from_text(found)) == 32 else ""
    except ValueError:
        return ""


def _identifier(claims: Mapping[str, Any], kind: str) -> str:
    listed = claims["credentialSubject"].get("identifier")
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, dict) and one.get("identityType") == kind:
            return str(one.get("identityHash", ""))
    return ""


def _identity(kind: str, value: str) -> dict[str, Any]:
    return {"type": "IdentityObject", "hashed": False, "identityHash": value, "identityType": kind}


def _jwk(public: PublicKey) -> dict[str, str]:
    return {"kty": "OKP", "crv": "Ed25519", "x": public.public}


def _coded(value: Mapping[str, Any]) -> str:
    return to_text(json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8"))


def _decoded(part: str) -> dict[str, Any] | None:
    try:
        found = json.loads(from_text(part))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _moment(day: date, *, last: bool = False) -> str:
    return f"{day.isoformat()}T{'23:59:59' if last else '00:00:00'}Z"


def _seconds(moment: str) -> int:
    return int(datetime.combine(date.fromisoformat(moment[:10]), time.fromisoformat(moment[11:19]), UTC).timestamp())


def _urn(*parts: str) -> str:
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, json.dumps(parts, ensure_ascii=False))}"


def _base58(raw: bytes) -> str:
    number, text = int.from_bytes(raw, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        text = _BASE58[rest] + text
    return "1" * (len(raw) - len(raw.lstrip(b"\0"))) + text
