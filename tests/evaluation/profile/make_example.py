"""Make evaluation/examples/profile-lebanon-portugal.csv: answers of 25 people whom nobody has met.

Fixed counts, shuffled with a fixed seed: which of them say what means nothing.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from random import Random

from toolkit.evaluation.codes import make_codes
from toolkit.evaluation.items import field_name

FILE = Path(__file__).parents[3] / "evaluation" / "examples" / "profile-lebanon-portugal.csv"
PEOPLE = 25
TITLE = "MADE UP: nobody gave these answers. Skills profile, example group in Lebanon before leaving for Portugal"

ONE = {
    "pr-edu-school": {"none": 2, "some": 5, "primary": 6, "lower": 4, "upper": 3, "vocational": 2, "university": 3},
    "pr-edu-papers": {"all": 4, "some": 6, "lost": 11, "never": 4},
    "pr-work-years": {"none": 3, "short": 2, "some": 6, "long": 5, "longer": 9},
    "pr-dig-phone": {"a": 3, "b": 4, "c": 18},
    "pr-dig-find": {"a": 7, "b": 8, "c": 10},
    "pr-dig-form": {"a": 12, "b": 8, "c": 5},
    "pr-dig-computer": {"a": 15, "b": 5, "c": 5},
    "pr-lang-read": {"none": 3, "basic": 8, "functional": 8, "fluent": 6},
    "pr-lang-latin": {"no": 9, "slowly": 9, "well": 7},
    "pr-cefr-listening": {"A0": 15, "A1": 8, "A2": 2},
    "pr-cefr-reading": {"A0": 17, "A1": 6, "A2": 2},
    "pr-cefr-talking": {"A0": 14, "A1": 10, "A2": 1},
    "pr-cefr-telling": {"A0": 18, "A1": 7},
    "pr-cefr-writing": {"A0": 19, "A1": 6},
    "pr-asp-job": {
        "cook": 4, "tailor": 3, "home_care": 3, "builder": 2, "electrician": 1, "child_care": 3, "other": 3, "unsure": 6
    },
    "pr-top-travel": {"a": 4, "b": 10, "c": 11},
    "pr-top-housing": {"a": 2, "b": 8, "c": 15},
    "pr-top-health": {"a": 3, "b": 11, "c": 11},
    "pr-top-family": {"a": 16, "b": 6, "c": 3},
    "pr-top-school": {"a": 6, "b": 11, "c": 8},
    "pr-top-work": {"a": 2, "b": 9, "c": 14},
    "pr-top-money": {"a": 8, "b": 12, "c": 5},
    "pr-top-rights": {"a": 5, "b": 13, "c": 7},
    "pr-top-language": {"a": 1, "b": 7, "c": 17},
    "pr-top-life": {"a": 17, "b": 6, "c": 2},
}  # fmt: skip
"""Item → option → how many people choose it."""

SEVERAL = {
    "pr-edu-field": {"nothing": 16, "teaching": 2, "engineering": 2, "health": 2, "business": 1, "services": 2},
    "pr-work-jobs": {
        "cook": 5, "shop_assistant": 5, "hairdresser": 2, "child_care": 3, "home_care": 2, "street_vendor": 3,
        "tailor": 5, "baker": 3, "bricklayer": 2, "tile_fitter": 2, "electrician": 1, "vehicle_technician": 2,
        "builder": 4, "cleaner": 3, "field_worker": 6, "primary_teacher": 2, "truck_driver": 1,
        "none": 1,
    },
    "pr-work-home": {
        "children": 17, "ill": 10, "household": 16, "business": 12, "repairs": 11, "interpreting": 3, "volunteering": 5,
    },
    "pr-skill-can": {
        "teams": 14, "learn": 18, "change": 13, "numbers": 10, "time": 8, "teach": 6, "lead": 4, "pressure": 11,
        "detail": 9, "hygiene": 12, "cultures": 7, "creative": 5, "unsure": 1,
    },
    "pr-lang-mother": {"ar": 21, "ku": 5, "hidden": 1},
    "pr-lang-more": {"en": 7, "tr": 4, "fr": 2, "none": 13},
    "pr-asp-next": {
        "language": 22, "work": 18, "recognition": 6, "training": 12, "study": 4, "business": 5, "volunteer": 4,
        "family": 11, "unsure": 2,
    },
    "pr-care-duties": {"small": 8, "school": 12, "adult": 5, "nobody": 6},
    "pr-care-room": {"steps": 2, "near": 4, "large": 3, "breaks": 10, "quiet": 3, "childcare": 11, "prayer": 12,
                     "separate": 4, "fixed": 2, "nothing": 3},
}  # fmt: skip
"""Item of several answers → option → how many people choose it."""

WORDS = {
    3: "I repair telephones and radios for the neighbours.",
    11: "I sewed uniforms for a school. I would like to open a small workshop.",
    18: "I cooked for weddings of two hundred guests.",
}
"""Person → what they add in their own words."""


def example() -> str:
    """The file, always the same."""
    random = Random(20261123)  # noqa: S311
    people: list[dict[str, str]] = [{"code": code} for code in make_codes(PEOPLE, "profile example")]
    for item, counts in ONE.items():
        answers = [code for code, count in counts.items() for _ in range(count)]
        answers += [""] * (PEOPLE - len(answers))
        random.shuffle(answers)
        for person, answer in zip(people, answers, strict=True):
            person[item] = answer
    for item, counts in SEVERAL.items():
        chosen: list[list[str]] = [[] for _ in people]
        alone = [code for code in counts if code in ("none", "nothing", "unsure", "nobody", "hidden")]
        free = list(range(PEOPLE))
        random.shuffle(free)
        for code in alone:
            for _ in range(counts[code]):
                chosen[free.pop()].append(code)
        for code, count in counts.items():
            if code not in alone:
                for number in random.sample(free, min(count, len(free))):
                    chosen[number].append(code)
        for person, codes in zip(people, chosen, strict=True):
            person[item] = " ".join(codes)
    for number, person in enumerate(people):
        person["pr-asp-words"] = WORDS.get(number, "")
    items = [key for key in people[0] if key != "code"]
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\n")
    writer.writerow([TITLE])
    writer.writerow(["code", *(field_name(item) for item in items)])
    writer.writerows([person["code"], *(person[item] for item in items)] for person in people)
    return buffer.getvalue()


if __name__ == "__main__":
    FILE.write_text(example(), encoding="utf-8", newline="\n")
