"""Write docs/reference.md and docs/schemas/ from the code; ``--check`` says whether they are up to date."""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path
from typing import Any

from toolkit.content.schemas import json_schemas
from toolkit.content.substitute import SUBSTITUTION_NAMES
from toolkit.content.vocabulary import METHODS
from toolkit.evaluation.schemas import evaluation_schemas
from toolkit.planning.brief import Brief
from toolkit.planning.plan import SessionPlan
from toolkit.planning.session_record import SessionRecord
from toolkit.problems import messages

DOCS = Path(__file__).parent


def schemas() -> dict[str, dict[str, Any]]:
    """Every JSON Schema by file stem."""
    return {
        **json_schemas(),
        **evaluation_schemas(),
        "session-brief": Brief.model_json_schema(),
        "session-plan": SessionPlan.model_json_schema(),
        "session-record": SessionRecord.model_json_schema(),
    }


def reference() -> str:
    """The reference: directives, brief fields, methods, substitutions, messages."""
    lines = [
        "# Reference",
        "",
        "Made from the code by `docs/make_reference.py`; a test holds the two together. How to write a module is",
        "explained in [the module format](module-format.md).",
        "",
    ]
    lines += ["## Session brief", "", *_fields(Brief.model_json_schema())]
    lines += ["", "## Directives and files", ""]
    for name, schema in {**json_schemas(), **evaluation_schemas()}.items():
        lines += [f"### {name}", "", *_fields(schema), ""]
    lines += [
        "## Kinds of activity",
        "",
        "| kind | participants take part | somebody talks to all | family |",
        "|---|---|---|---|",
    ]
    lines += [f"| `{k}` | {m.participation_pct} % | {m.talk_pct} % | {m.family} |" for k, m in METHODS.items()]
    lines += [
        "",
        "The percentages are the toolkit's own working assumptions, used to compare plans with one another.",
        "",
        "## Substitutions",
        "",
        ", ".join(f"`{name}`" for name in sorted(SUBSTITUTION_NAMES)),
        "",
        "## Problems",
        "",
        "| code | severity | message | next step | when |",
        "|---|---|---|---|---|",
    ]
    for code, m in sorted(messages().items()):
        lines.append(f"| `{code}` | {m.severity} | {_cell(m.message)} | {_cell(m.hint)} | {_cell(m.about)} |")
    return "\n".join(lines) + "\n"


def _fields(schema: dict[str, Any]) -> list[str]:
    parts = schema.get("$defs", {})
    lines = ["| field | type | meaning |", "|---|---|---|", *_rows(schema)]
    for name, part in parts.items():
        if part.get("properties"):
            lines += ["", f"`{name}`:", "", "| field | type | meaning |", "|---|---|---|", *_rows(part)]
    return lines


def _rows(schema: dict[str, Any]) -> list[str]:
    required = set(schema.get("required", ()))
    rows = []
    for name, field in schema.get("properties", {}).items():
        must = " (required)" if name in required else ""
        rows.append(f"| `{name}`{must} | {_cell(_type(field))} | {_cell(field.get('description', ''))} |")
    return rows


def _type(field: dict[str, Any]) -> str:
    if "$ref" in field:
        return "`" + field["$ref"].rsplit("/", 1)[-1] + "`"
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    if "const" in field:
        return f"`{field['const']}`"
    if "anyOf" in field:
        return " or ".join(_type(f) for f in field["anyOf"] if f.get("type") != "null")
    kind = field.get("type", "any")
    if kind == "array":
        return f"list of {_type(field.get('items', {}))}"
    if kind == "object" and isinstance(field.get("additionalProperties"), dict):
        return f"name → {_type(field['additionalProperties'])}"
    return str(kind) + (f" like `{field['examples'][0]}`" if field.get("examples") else "")


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def dignity() -> str:
    """The rules of docs/dignity.md with the present list of words."""
    text = (DOCS / "dignity.md").read_text(encoding="utf-8")
    begin, end = "by docs/make_reference.py -->\n", "<!-- end of words -->"
    head, rest = text.split(begin)
    table = tomllib.loads((DOCS.parent / "toolkit/content/wording.toml").read_text(encoding="utf-8"))
    lines = ["", "| instead of | say | because | kind |", "|---|---|---|---|"]
    lines += [f"| {_cell(w['such_as'])} | {_cell(w['better'])} | {w['reason']} | {w['kind']} |" for w in table["avoid"]]
    return head + begin + "\n".join(lines) + "\n\n" + end + rest.split(end)[1]


def files() -> dict[Path, str]:
    """Path → text of everything that is made."""
    made = {DOCS / "reference.md": reference(), DOCS / "dignity.md": dignity()}
    for name, schema in schemas().items():
        made[DOCS / "schemas" / f"{name}.schema.json"] = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    return made


def main() -> int:
    """Write the files, or with ``--check`` name those that differ."""
    stale = [p for p, text in files().items() if not p.is_file() or p.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv:
        print("\n".join(f"{p.relative_to(DOCS)} is out of date" for p in stale) or "up to date")
        return 1 if stale else 0
    for path in stale:
        path.parent.mkdir(exist_ok=True)
        path.write_text(files()[path], encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
