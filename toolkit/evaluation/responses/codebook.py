"""A codebook (YAML): which columns of a table are which items, and which values are which options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from toolkit.content.files import decode
from toolkit.content.vocabulary import Wave
from toolkit.content.yamlfile import YamlDoc, read_yaml, validate
from toolkit.evaluation.instrument import Instrument
from toolkit.evaluation.responses.columns import Meaning
from toolkit.evaluation.responses.words import tidy, whole_number
from toolkit.problems import Place, Problem, has_errors, make_problem, near_miss

MAX_BYTES = 2_000_000
_OWN = ("code", "wave", "session", "time", "id")


class CodebookModel(BaseModel):
    """The file's keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)

    columns: dict[str, str] = Field(description="Each column's header, and what it is: code, wave, session, an item")
    values: dict[str, dict[str, str | None]] = Field(default={}, description="For an item: each value, its option")
    missing: tuple[str, ...] = Field(default=(), description='Values that mean "no answer" in every column')
    wave: Wave | None = Field(default=None, description="The wave of every row: pre, post, then or followup")
    session: str = Field(default="", description="The session of every row")
    encoding: str = Field(default="", description="The file's encoding, such as windows-1256")
    separator: str = Field(default="", max_length=1, description="The sign between columns")


@dataclass(frozen=True, slots=True)
class Codebook:
    """A codebook that fits an instrument. `columns` are the headers as written; `times` and `ids` the columns with
    a submission's time and id; `values` item id (or ``wave``) → value → option."""

    columns: Mapping[str, Meaning] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    wave: Wave | None = None
    session: str = ""
    encoding: str = ""
    separator: str = ""


def read_codebook(
    path: Path, instrument: Instrument, groups: Sequence[str] = ()
) -> tuple[Codebook | None, tuple[Problem, ...]]:
    """The codebook in a YAML file, or None with the problems that keep it from being used.

    ``columns`` maps headers to ``code``, ``wave``, ``session``, ``time``, ``id``, a grouping column's name, an item's
    id, or ``item/option`` for a 1/0 column; ``values`` maps an item's values to option codes, "" for no answer.
    """
    shown = path.as_posix()
    where = Place(shown)
    try:
        if path.stat().st_size > MAX_BYTES:
            return None, (make_problem("responses-too-large", where, limit=f"{MAX_BYTES // 1_000_000} MB"),)
        raw = path.read_bytes()
    except OSError:
        return None, (make_problem("responses-file-missing", where),)
    text, problems = decode(raw, shown)
    if text is None:
        return None, problems
    doc = read_yaml(text, shown)
    model, wrong = validate(CodebookModel, doc, label="the codebook")
    problems = (*problems, *doc.problems, *wrong)
    if model is None:
        return None, problems
    made, wrong = _fit(model, doc, instrument, groups)
    problems = (*problems, *wrong)
    return (None if has_errors(problems) else made), problems


def _fit(
    model: CodebookModel, doc: YamlDoc, instrument: Instrument, groups: Sequence[str]
) -> tuple[Codebook, tuple[Problem, ...]]:
    problems: list[Problem] = []
    items = {item.item_id: item for item in instrument.items}
    targets = (*_OWN, *groups, *items)
    columns: dict[str, Meaning] = {}
    times: list[str] = []
    ids: list[str] = []
    for header, target in model.columns.items():
        item, _, option = target.partition("/")
        if target in ("time", "id"):
            (times if target == "time" else ids).append(tidy(header))
        elif target in ("code", "wave", "session"):
            columns[header] = Meaning(target, by="codebook")  # type: ignore[arg-type]
        elif target in groups:
            columns[header] = Meaning("group", target, by="codebook")
        elif item in items and not option:
            columns[header] = Meaning("item", item, by="codebook")
        elif item in items and any(o.code == option for o in items[item].options):
            columns[header] = Meaning("choice", item, option, by="codebook")
        else:
            where = doc.place("columns", header)
            near = near_miss(item, targets)
            problems.append(make_problem("responses-codebook-target", where, near=near, target=target))
    values: dict[str, dict[str, str]] = {}
    for name, mapped in model.values.items():
        if name != "wave" and name not in items:
            where = doc.place("values", name)
            near = near_miss(name, items)
            problems.append(make_problem("responses-codebook-target", where, near=near, target=name))
            continue
        codes = ("pre", "post", "then", "followup") if name == "wave" else tuple(o.code for o in items[name].options)
        for value, code in mapped.items():
            if code and codes and code not in codes:
                written = int(value) if value.isdecimal() and ("values", name, int(value)) in doc.lines else value
                where = doc.place("values", name, written)
                problems.append(
                    make_problem("responses-codebook-option", where, item=name, option=code, known=", ".join(codes))
                )
            values.setdefault(name, {})[tidy(whole_number(value))] = code or ""
    made = Codebook(
        columns,
        values,
        model.missing,
        tuple(times),
        tuple(ids),
        model.wave,
        model.session,
        model.encoding,
        model.separator,
    )
    return made, tuple(problems)
