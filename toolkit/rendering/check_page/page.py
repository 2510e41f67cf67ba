"""A page that checks certificates in any present browser, without a network: for people who do not have the toolkit.

It holds public keys, a script and nothing else. Its content security policy lets it send nothing.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from html import escape
from importlib import resources

from toolkit.content.language import Language
from toolkit.evaluation.record.certificate import MARK_ROUNDS
from toolkit.evaluation.record.keys import PublicKey, grouped

_HERE = "toolkit.rendering.check_page"


def render_check_page(keys: Sequence[PublicKey], language: Language) -> str:
    """The page as HTML, with these keys trusted; the same for the same keys."""
    say = language.say
    script, style = _asset("page.js"), _asset("page.css")
    # Only this very script may run, and nothing may be loaded or sent.
    policy = (
        f"default-src 'none'; script-src 'sha256-{_digest(script)}'; style-src 'sha256-{_digest(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    listed = "".join(f"<li>{escape(key.organisation)} <code>{grouped(key.id)}</code></li>" for key in keys)
    data = [
        {
            "id": key.id,
            "public": key.public,
            "organisation": key.organisation,
            "revoked": key.revoked is not None,
            "withdrawn": sorted(one.replace("-", "").upper() for one in key.withdrawn),
        }
        for key in keys
    ]
    title = say("Check a certificate")
    trusts = say("This page trusts the keys below. Compare them with the organisation on the telephone.")
    return f"""<!doctype html>
<html lang="{language.tag}" dir="{language.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="referrer" content="no-referrer">
<title>{escape(title)}</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>{escape(title)}</h1>
<p>{escape(say("Scan the QR code with a telephone, copy its text, and paste it here. Nothing leaves this device."))}</p>
<form id="form">
<label for="code">{escape(say("Text of the code, beginning with TOT1:"))}</label>
<textarea id="code" required autocomplete="off" spellcheck="false"></textarea>
<label for="name">{escape(say("Name on the paper, if one is printed"))}</label>
<input id="name" autocomplete="off" spellcheck="false" dir="auto">
<button type="submit">{escape(say("Check"))}</button>
</form>
<div id="result" role="status" aria-live="polite"></div>
<p class="small">{escape(trusts)}</p>
<ul class="small">{listed}</ul>
</main>
<script type="application/json" id="keys">{_json(data)}</script>
<script type="application/json" id="words">{_json({**_words(language), "rounds": MARK_ROUNDS})}</script>
<script>{script}</script>
</body>
</html>
"""


def _words(language: Language) -> Mapping[str, str]:
    say = language.say
    return {
        "isGood": say("This certificate is good"),
        "isRefused": say("Refused"),
        "notOne": say("This is not the text of a certificate."),
        "tampered": say("The text does not fit its signature: it was changed, or not read whole."),
        "unknown": say("It was signed with a key that this page does not know."),
        "revoked": say("The organisation gave up this key: nothing that it signed counts any more."),
        "withdrawn": say("The organisation took this certificate back."),
        "expired": say("It does not count any more."),
        "newer": say("It is of a newer kind. Ask the organisation for a newer page."),
        "retired": say("It is of an old kind that is no longer accepted."),
        "differs": say("It was issued for another name, or the name is written differently."),
        "oldBrowser": say("This browser is too old to check signatures. Try another one."),
        "matches": say("The name is the one that was printed."),
        "unasked": say("A name is printed; type it above to compare it."),
        "nameless": say("Issued without a name: the code proves the session, not who holds the paper."),
        "organisation": say("Signed by"),
        "title": say("Session"),
        "days": say("Dates"),
        "hours": say("Hours of training"),
        "issued": say("Day of issue"),
        "number": say("Number"),
        "name": say("Name"),
    }


def _json(value: object) -> str:
    """JSON that cannot end the element it stands in."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")


def _asset(name: str) -> str:
    return (resources.files(_HERE) / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
