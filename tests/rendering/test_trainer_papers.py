"""Logbook, trainer's record, forms and pairing view: what stands in them, and what never does."""

from dataclasses import replace

import pytest

from tests.findings_sample import findings
from tests.session_sample import content, module, plan
from toolkit.content.language import Language
from toolkit.content.text import Text
from toolkit.planning.brief import Trainer
from toolkit.planning.session_record import record_of
from toolkit.rendering.outline import TableNode, WriteLines, plain
from toolkit.rendering.outlines.certificate import Issued, make_certificate
from toolkit.rendering.outlines.logbook import EMPTY_ROWS, Followed, make_logbook
from toolkit.rendering.outlines.pairing import make_pairing, needs_of
from toolkit.rendering.outlines.trainer_record import Taught, make_trainer_record, minutes_of

ENGLISH, FRENCH = Language("en"), Language("fr")
PLAN = plan()


def words(node):
    """Every string in a document, in order."""
    if isinstance(node, str):
        return [node]
    if isinstance(node, tuple):
        if node and all(hasattr(part, "bold") for part in node):
            return [plain(node)]
        return [text for part in node for text in words(part)]
    if hasattr(node, "__dataclass_fields__"):
        return [text for name in node.__dataclass_fields__ for text in words(getattr(node, name))]
    return []


def said(node):
    """Only what is printed in a part of a document, on one line."""
    if isinstance(node, tuple):
        if node and all(hasattr(part, "bold") for part in node):
            return plain(node)
        return " ".join(filter(None, map(said, node)))
    if hasattr(node, "__dataclass_fields__"):
        return " ".join(filter(None, (said(getattr(node, name)) for name in node.__dataclass_fields__)))
    return ""


def tables(document):
    return [node for node in document.body if isinstance(node, TableNode)]


def in_french():
    own = module()
    statements = tuple(replace(o, statement=Text(f"Expliquer {o.id}.")) for o in own.objectives)
    return content(replace(own, title=Text("Lire son contrat"), objectives=statements))


def logbook(**changes):
    followed = Followed(PLAN.model_copy(update=changes), (content(), in_french()))
    return make_logbook([followed], (ENGLISH, FRENCH))


def test_both_languages_of_the_logbook_stand_side_by_side():
    rows = tables(logbook())[0].rows
    assert [[said(cell) for cell in row[:2]] for row in rows[:2]] == [
        ["Reading your contract", "Lire son contrat"],
        ["Explain o-parts.", "Expliquer o-parts."],
    ]
    french = rows[1][1].body[0].text[0]
    assert french.lang == "fr"


def test_the_logbook_lists_only_what_was_served():
    served = tuple(o.model_copy(update={"served": o.objective == "o-parts"}) for o in PLAN.objectives)
    shown = " ".join(words(logbook(objectives=served)))
    assert "Explain o-parts" in shown
    assert "Explain o-copy" not in shown


def test_the_logbook_has_room_for_name_and_other_training_and_knows_no_name():
    document = logbook()
    assert any(isinstance(node, WriteLines) for node in document.body)
    kept = [n for node in document.body for n in getattr(node, "body", ()) if isinstance(n, TableNode)]
    assert [len(table.rows) for table in kept] == [EMPTY_ROWS]


def test_words_without_a_translation_stand_once():
    document = make_logbook([Followed(PLAN, (content(), content()))], (ENGLISH, Language("sw")))
    assert words(document).count("Name, if you wish:") == 1
    assert document.subtitle == ""


def record(**minutes):
    empty = record_of(PLAN, "accra")
    slots = (
        slot.model_copy(update={"actual_minutes": minutes.get((slot.activity or "").replace("-", "_"))})
        for slot in empty.slots
    )
    return empty.model_copy(update={"slots": tuple(slots)})


def test_minutes_of_noted_parts_only():
    sums = minutes_of(record(a_open=40, a_read=0))
    assert (sums.planned, sums.real, sums.noted, sums.left_out) == (75, 40, 2, 1)
    assert minutes_of(None) == minutes_of(record())


def test_the_trainers_record_shows_clock_and_findings():
    document = make_trainer_record(content(), [Taught(PLAN, record(a_open=40, a_read=45), findings())], ENGLISH)
    sessions, modules, off = tables(document)
    assert [said(cell) for cell in sessions.rows[0]][1:4] == ["75 min", "85 min", "0"]
    assert "percentage points, likely between" in " ".join(words(sessions.rows[0][4]))
    assert "Reading your contract" in " ".join(words(modules.rows))
    assert [said(row[0]) for row in off.rows] == ["Activity a-open"], "a-read took what was planned"


def test_findings_that_were_kept_back_stay_so_in_the_record():
    hidden = replace(findings(), suppressed="small")
    shown = words(make_trainer_record(content(), [Taught(PLAN, None, hidden)], ENGLISH))
    assert "kept back, or not to be said" in shown
    assert "not evaluated" in words(make_trainer_record(content(), [Taught(PLAN)], ENGLISH))


TEAM = (
    Trainer(languages=("en", "ar"), background="origin", sex="woman"),
    Trainer(languages=("it",), background="destination", sex="man"),
    Trainer(languages=("en",), background="other"),
)


def team_plan(trainers=TEAM):
    brief = PLAN.brief
    group = brief.group.model_copy(update={"mother_tongues": ("ar", "fr"), "women": 12, "men": 8})
    return PLAN.model_copy(update={"brief": brief.model_copy(update={"trainers": trainers, "group": group})})


def test_who_brings_what_the_group_asks_for():
    needs = {need.words: need.trainers for need in needs_of(team_plan().brief, ENGLISH)}
    assert needs == {
        "Speaks English": (0, 2),
        "Speaks Arabic": (0,),
        "Speaks French": (),
        "Knows Ghana from inside": (0,),
        "Knows Italy from inside": (1,),
        "A woman": (0,),
        "A man": (1,),
    }


def test_what_nobody_brings_has_a_way_to_get_it():
    rows = tables(make_pairing(team_plan(), ENGLISH))[1].rows
    (row,) = [row for row in rows if "Speaks French" in words(row)]
    assert "nobody yet" in words(row)
    assert "interpreter" in " ".join(words(row))


def test_pairs_stand_in_the_order_of_the_brief_whatever_they_bring():
    pairs = [said(row[0]) for row in tables(make_pairing(team_plan(), ENGLISH))[2].rows]
    assert pairs == ["A + B", "A + C", "B + C"]
    turned = [said(row[0]) for row in tables(make_pairing(team_plan(TEAM[::-1]), ENGLISH))[2].rows]
    assert turned == pairs, "no best pair first"


def test_nothing_in_the_pairing_view_is_counted_up():
    for table in tables(make_pairing(team_plan(), ENGLISH)):
        assert not [sign for sign in said(table.rows) if sign.isdigit()]


def test_one_trainer_alone_has_no_pairs():
    assert len(tables(make_pairing(team_plan(TEAM[:1]), ENGLISH))) == 2


ISSUED = Issued("AAAA-BBBB-CCCC", "TOT1:ABC", PLAN.days[0].date, None, "Ama Mensah")


def test_an_issued_certificate_bears_code_number_and_name():
    document = make_certificate(content(), PLAN, ENGLISH, ISSUED)
    shown = " ".join(words(document))
    assert {"TOT1:ABC", "Ama Mensah", "No. AAAA-BBBB-CCCC"} <= set(words(document))
    assert "It holds no name" in shown


def test_without_a_name_there_is_a_line_to_write_on():
    document = make_certificate(content(), PLAN, ENGLISH, replace(ISSUED, name=""))
    assert any(isinstance(node, WriteLines) for node in document.body)
    blank = make_certificate(content(), PLAN, ENGLISH)
    assert "TOT1" not in " ".join(words(blank))


def test_where_people_met_is_not_on_an_issued_certificate():
    """A certificate travels; the address of a shelter must not."""
    brief = PLAN.brief.model_copy(update={"venue": "House of the Sisters"})
    there = PLAN.model_copy(update={"brief": brief})
    assert "House of the Sisters" not in " ".join(words(make_certificate(content(), there, ENGLISH, ISSUED)))


@pytest.mark.parametrize("count", [2, 7])
def test_many_modules_share_a_paragraph_beside_the_code(tmp_path, count):
    import pypdf

    from toolkit.rendering.pdf import render_pdf

    title = "A module with a rather long title, number"
    many = [replace(module(), id=f"m-{n}", title=Text(f"{title} {n}")) for n in range(count)]
    days = PLAN.days[0]
    slots = tuple(days.slots[2].model_copy(update={"module": m.id, "id": f"x{m.id}"}) for m in many)
    long = PLAN.model_copy(update={"days": (days.model_copy(update={"slots": slots}),)})
    document = make_certificate(content(*many), long, Language("ar"), replace(ISSUED, until=days.date))
    render_pdf(document, tmp_path / "c.pdf")
    assert len(pypdf.PdfReader(tmp_path / "c.pdf").pages) == 1
