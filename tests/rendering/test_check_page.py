"""The page that checks certificates: what it holds, and that it says in a browser what the command says."""

from datetime import date

import pytest

from toolkit.content.language import Language
from toolkit.evaluation.record.certificate import Certificate, certificate_number, name_mark, sign_certificate
from toolkit.evaluation.record.keys import PublicKey, make_key, open_key, public_of, to_text
from toolkit.problems import Place
from toolkit.rendering.check_page import render_check_page

DAY = date(2027, 3, 18)
KEY = make_key("Diakonia </script> Accra", DAY, seed=bytes(range(32)))
SIGNER, _ = open_key(KEY, Place("key"))
PUBLIC = public_of(KEY)
NUMBER = certificate_number(SIGNER, "a session", "line:1")
NAME = "Zoë Weiß\u2011A\u200cğaoğlu O\u2019Neill İpek"
ENGLISH = Language("en")


def certificate(**changes):
    plain = {"n": NUMBER, "k": PUBLIC.id, "t": "العمل في إيطاليا", "d": (DAY,), "h": 390, "m": ("contract",), "i": DAY}
    return sign_certificate(Certificate(**{**plain, **changes}), SIGNER)


def test_it_holds_the_public_key_alone_and_can_send_nothing():
    page = render_check_page([PUBLIC], ENGLISH)
    assert PUBLIC.public in page
    assert to_text(bytes(range(32))) not in page
    assert "default-src 'none'" in page
    assert "http" not in page.replace("http-equiv", "")
    assert page == render_check_page([PUBLIC], ENGLISH)


def test_an_organisations_name_cannot_break_out():
    page = render_check_page([PUBLIC], ENGLISH)
    assert page.count("</script>") == 3
    assert "Diakonia &lt;/script&gt; Accra" in page


def test_it_turns_with_the_script():
    assert '<html lang="ar" dir="rtl">' in render_check_page([PUBLIC], Language("ar"))


@pytest.fixture(scope="module")
def ask(chromium, tmp_path_factory):
    """Open the page of some keys and ask it about a text: the words of its answer."""
    context = chromium.new_context()
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    def answer(text: str, name: str = "", key: PublicKey = PUBLIC) -> str:
        file = tmp_path_factory.mktemp("page") / "check.html"
        file.write_text(render_check_page([key], ENGLISH), encoding="utf-8")
        page.goto(file.as_uri())
        page.fill("#code", text)
        page.fill("#name", name)
        page.click("button")
        page.wait_for_selector("#result h2")
        return page.inner_text("#result")

    yield answer
    assert all(url.startswith("file:") for url in asked), "it asks nobody"
    context.close()


def test_in_a_browser_a_good_one_is_good(ask):
    said = ask(certificate())
    assert "This certificate is good" in said
    assert "العمل في إيطاليا" in said
    assert "6.5" in said
    assert "Issued without a name" in said


def test_in_a_browser_names_are_compared_as_the_command_does(ask):
    text = certificate(p=name_mark(NAME, NUMBER))
    assert "type it above to compare" in ask(text)
    assert "The name is the one that was printed" in ask(text, "  ZOË WEISS-AĞAOĞLU  o'neill İPEK ")
    assert "Refused" in ask(text, "Somebody Else")


def test_in_a_browser_everything_else_is_refused(ask):
    text = certificate()
    assert "does not fit its signature" in ask(text[:60] + ("A" if text[60] != "A" else "B") + text[61:])
    assert "does not fit its signature" in ask(text[:100])
    assert "not the text of a certificate" in ask("hello")
    assert "newer kind" in ask(text.replace("TOT1:", "TOT2:"))
    assert "no longer accepted" in ask(text.replace("TOT1:", "TOT0:"))
    assert "does not count any more" in ask(certificate(u=date(2020, 1, 1), i=date(2019, 1, 1)))
    other = public_of(make_key("Other", DAY, seed=bytes(32)))
    assert "does not know" in ask(text, key=other)
    assert "gave up this key" in ask(text, key=PUBLIC.model_copy(update={"revoked": DAY}))
    assert "took this certificate back" in ask(text, key=PUBLIC.model_copy(update={"withdrawn": (NUMBER.lower(),)}))
