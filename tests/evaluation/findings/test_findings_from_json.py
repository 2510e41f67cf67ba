"""What `tot evaluate` saved is enough for the report: nothing is lost between file and record."""

import json

import pytest

from tests.evaluation.findings.test_findings_make import POST, PRE, TWO, findings, rating, scores
from tests.findings_sample import findings as sample
from toolkit.content.language import Language
from toolkit.evaluation.findings.from_json import findings_from_json
from toolkit.evaluation.findings.json_form import findings_json
from toolkit.evaluation.findings.make import make_findings_from_scores
from toolkit.evaluation.findings.protect import protect_findings
from toolkit.rendering.outlines.report import make_report
from toolkit.rendering.outlines.report_deck import make_report_deck

CASES = {
    "one of everything": sample(),
    "too few people": protect_findings(findings(PRE[:7], POST[:7], TWO)),
    "answers": protect_findings(findings(PRE, POST, TWO)),
    "ratings": protect_findings(
        findings(
            [f"{a}{n}" for a, n in zip(PRE, "1122334455", strict=True)],
            [f"{a}{n}" for a, n in zip(POST, "2233445555", strict=True)],
            (*TWO, rating("q-sure")),
        )
    ),
    "hidden sessions": protect_findings(make_findings_from_scores(scores({"a": 30, "b": 12, "c": 4}))),
}


@pytest.mark.parametrize("found", CASES.values(), ids=CASES)
def test_a_report_from_the_file_is_the_same(found):
    saved = json.loads(json.dumps(findings_json(found)))
    again = findings_from_json(saved)
    assert findings_json(again) == findings_json(found)
    speaks = Language("en")
    assert make_report(again, speaks) == make_report(found, speaks)
    assert make_report_deck(again, speaks) == make_report_deck(found, speaks)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: [],
        lambda data: None,
        lambda data: {},
        lambda data: data | {"format": 2},
        lambda data: data | {"change": None},
        lambda data: data | {"groups": {"by": 1}},
        lambda data: data | {"counts": {"n_pre": "many", "n_post": 1, "n_matched": 1}},
        lambda data: {key: value for key, value in data.items() if key != "disclosure"},
    ],
)
def test_anything_else_is_refused(spoil):
    with pytest.raises(ValueError, match="not the findings"):
        findings_from_json(spoil(findings_json(sample())))
