"""``tot certify``: keys on disk, certificates of a session, and what somebody else's certificate is worth."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from toolkit.content.language import Language
from toolkit.content.localise import localise
from toolkit.content.records import Content
from toolkit.content.substitute import substitutions_for
from toolkit.content.workspace import find_workspace
from toolkit.evaluation.record.badge import (
    Achieved,
    CheckedBadge,
    check_badge,
    looks_like_badge,
    make_badge,
    sign_badge,
)
from toolkit.evaluation.record.certificate import (
    Certificate,
    Checked,
    certificate_number,
    check_certificate,
    fitting_modules,
    name_mark,
    sign_certificate,
)
from toolkit.evaluation.record.held import held_plan
from toolkit.evaluation.record.keys import (
    PublicKey,
    Signer,
    key_text,
)
from toolkit.execution.certificate_keys import PUBLIC, load_public_keys, read_small_text
from toolkit.execution.files import write_whole
from toolkit.execution.manifest import MANIFEST, file_entries
from toolkit.execution.output_folder import (
    check_output,
    put_in_place,
    restore_interrupted,
    staging,
)
from toolkit.execution.session import load_workspace
from toolkit.planning.plan import SessionPlan
from toolkit.planning.plan_file import load_plan
from toolkit.planning.session_record import RECORD_FILE, load_record
from toolkit.problems import Place, Problem, ProblemsError, has_errors, make_problem, sort_problems
from toolkit.rendering.check_page import render_check_page
from toolkit.rendering.outlines.certificate import Issued, learning_minutes, make_certificate
from toolkit.rendering.outlines.common import modules_of
from toolkit.rendering.outlines.inline import words_of

REGISTER = "register.csv"
CHECK_PAGE = "check-certificates.html"
KIND = "certificates"
LONGEST_NAME = 80

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Request:
    """What to issue: either `names`, as people want them printed, or `count` certificates without a name, numbered
    from `start`. `issued` is the day that they bear, `until` the last one on which they count."""

    names: tuple[str, ...] = ()
    count: int = 0
    start: int = 1
    issued: date = date(2000, 1, 1)
    until: date | None = None
    language: str = ""
    badges: bool = False


@dataclass(frozen=True, slots=True)
class IssuedFolder:
    """The folder, the files in it and warnings."""

    folder: Path
    files: tuple[str, ...]
    problems: tuple[Problem, ...]


def read_names(file: Path) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """The names in a text file, one on each line, and what is wrong with it; problems never repeat a name."""
    shown = file.as_posix()
    names: list[str] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(read_small_text(file).splitlines(), 1):
        name = " ".join(unicodedata.normalize("NFC", line).split())
        if not name:
            continue
        where = Place(shown, number)
        if len(name) > LONGEST_NAME:
            problems.append(make_problem("certify-name-long", where, most=LONGEST_NAME))
        elif any(unicodedata.category(sign) in ("Cc", "Cs", "Co", "Cn") or sign in _TURNING for sign in name):
            problems.append(make_problem("certify-name-control", where))
        elif name.casefold() in seen:
            problems.append(make_problem("certify-name-twice", where, first=seen[name.casefold()]))
        seen.setdefault(name.casefold(), number)
        names.append(name)
    if not names:
        problems.append(make_problem("certify-names-few", Place(shown)))
    return tuple(names), tuple(problems)


_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs that turn the direction of what follows."""


def open_plan(pack: Path) -> SessionPlan:
    """The plan of a session pack or saved session. Raises ProblemsError."""
    file = pack / "plan.json" if pack.is_dir() else pack
    if not file.is_file():
        raise ProblemsError([make_problem("certify-no-session", Place(pack.as_posix()))])
    plan, problems = load_plan(file)
    if plan is None or has_errors(problems):
        raise ProblemsError(problems)
    return plan


def open_held(pack: Path) -> tuple[SessionPlan, SessionPlan, tuple[Problem, ...]]:
    """The plan of a session, the same as it was held by its record (the plan itself without one), and a note on how
    they differ. Raises ProblemsError."""
    plan = open_plan(pack)
    file = (pack if pack.is_dir() else pack.parent) / RECORD_FILE
    if not file.is_file():
        return plan, plan, ()
    record, problems = load_record(file)
    if record is None:
        raise ProblemsError(problems)
    held = held_plan(plan, record)
    planned, real = learning_minutes(plan), learning_minutes(held)
    if planned == real and plan.module_ids() == held.module_ids():
        return plan, held, problems
    where = Place(file.as_posix())
    said = make_problem("certify-as-held", where, real=f"{real / 60:g}", planned=f"{planned / 60:g}")
    return plan, held, (*problems, said)


def localised_content(plan: SessionPlan, language: Language, workspace: Path | None = None) -> Content:
    """The workspace's content in a language, with the facts of this session filled in."""
    content, _ = load_workspace(workspace)
    brief = plan.brief
    session = {"title": brief.title, "organisation": brief.organisation, "contact": brief.contact}
    values = substitutions_for(content, language, origin=brief.origin, destination=brief.destination, session=session)
    return localise(content, language, values)


def certificates_for(
    plan: SessionPlan, signer: Signer, request: Request, held: SessionPlan | None = None
) -> tuple[tuple[Certificate, str], ...]:
    """Each certificate with the name to print on it ("" for a line to write on), in the order of the request. Hours and
    modules are those of `held`, where the session has a record; numbers follow from the plan, so that a correction
    bears the number of what it corrects."""
    held = held or plan
    dates = sorted(day.date for day in plan.days if day.date)
    days = (dates[0],) if dates and dates[0] == dates[-1] else (dates[0], dates[-1]) if dates else ()
    told = [plan.brief.title, [str(d) for d in days], learning_minutes(plan), plan.module_ids()]
    session = json.dumps(told, ensure_ascii=False)
    made = []
    seen: dict[str, int] = {}
    holders = request.names or tuple("" for _ in range(request.count))
    for place, name in enumerate(holders, request.start):
        seen[name] = seen.get(name, 0) + 1
        holder = f"name:{name}:{seen[name]}" if name else f"line:{place}"
        number = certificate_number(signer, session, holder)
        certificate = Certificate(
            n=number,
            k=signer.public.id,
            t=plan.brief.title,
            d=days,
            h=learning_minutes(held),
            m=fitting_modules(held.module_ids()),
            i=request.issued,
            u=request.until,
            p=name_mark(name, number) if name else None,
        )
        made.append((certificate, name))
    return tuple(made)


def issue_certificates(
    pack: Path,
    signer: Signer,
    output: Path,
    request: Request,
    *,
    workspace: Path | None = None,
    progress: Progress | None = None,
) -> IssuedFolder:
    """Write a PDF for each certificate, the register of their numbers, the public key, a page that checks them and,
    when asked for, badges.

    The folder is written whole or not at all. No file's name and no line of the register holds a name.
    Raises ProblemsError.
    """
    problems = check_output(output, find_workspace(workspace, Path.cwd()), KIND)
    if bool(request.names) == bool(request.count > 0):
        problems = (*problems, make_problem("certify-how-many", Place("tot certify")))
    if problems:
        raise ProblemsError(problems)
    plan, held, said = open_held(pack)
    said = (*said, *_organisations(plan, signer.public, pack), *_too_early(held, request.issued, pack))
    made = certificates_for(plan, signer, request, held)
    plan = held.model_copy(update={"brief": held.brief.model_copy(update={"organisation": signer.public.organisation})})
    language = Language(request.language or plan.brief.languages[0])
    content = localised_content(plan, language, workspace)
    restore_interrupted(output)
    with staging(output) as stage:
        for place, (certificate, name) in enumerate(made):
            if progress:
                progress(certificate.number, place / len(made))
            _write_one(content, plan, language, certificate, name, signer, stage)
        if request.badges:
            _write_badges(content, plan, language, made, signer, stage)
        _write_text(stage / REGISTER, register_csv([certificate for certificate, _ in made]))
        _write_text(stage / PUBLIC, key_text(signer.public))
        _write_text(stage / CHECK_PAGE, render_check_page([signer.public], language))
        files = file_entries(stage)
        manifest = {"format": 1, "kind": KIND, "title": plan.brief.title, "files": files}
        _write_text(stage / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=2) + "\n")
        kept = put_in_place(stage, output)
    return IssuedFolder(output, tuple(sorted((*files, MANIFEST))), sort_problems((*said, *kept)))


def register_csv(certificates: Sequence[Certificate]) -> str:
    """The list that the organisation keeps: number, days, minutes, day of issue, whether a name is printed. No names,
    so that it can lie in an office."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["number", "first_day", "last_day", "minutes", "issued", "until", "named"])
    for one in certificates:
        days = [str(day) for day in one.d] or [""]
        writer.writerow([one.number, days[0], days[-1], one.h, one.i, one.u or "", "yes" if one.p else "no"])
    return out.getvalue()


def write_check_page(paths: Sequence[Path], file: Path, language: Language) -> tuple[Problem, ...]:
    """Write a page that checks certificates of all the public keys in these files and folders; returns the problems of
    those that cannot be read. Raises ProblemsError when there is no key at all."""
    keys, problems = load_public_keys(paths)
    if not keys:
        raise ProblemsError(problems or [make_problem("key-file-not-one", Place(str(paths[0])), half="public")])
    write_whole(file, render_check_page(keys, language))
    return problems


def verify_text(
    text: str, keys: Sequence[PublicKey], today: date, where: Place, *, name: str = ""
) -> tuple[Checked | CheckedBadge | None, tuple[Problem, ...]]:
    """A certificate's code or a badge: what it says when it counts, otherwise why it is refused."""
    if looks_like_badge(text):
        return check_badge(text, keys, today, where, name=name)
    return check_certificate(text, keys, today, where, name=name)


def read_codes(given: Sequence[str]) -> tuple[tuple[Place, str], ...]:
    """Each given text with its place; where it is a file, its lines that are not empty. Raises ProblemsError."""
    found: list[tuple[Place, str]] = []
    for one in given:
        path = Path(one)
        if one[:4].upper() == "TOT1" or looks_like_badge(one) or not _is_file(path):
            found.append((Place("tot certify verify"), one))
            continue
        lines = read_small_text(path).splitlines()
        found += [(Place(path.as_posix(), n), line) for n, line in enumerate(lines, 1) if line.strip()]
    return tuple(found)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def _organisations(plan: SessionPlan, key: PublicKey, pack: Path) -> tuple[Problem, ...]:
    own = plan.brief.organisation
    if not own or own == key.organisation:
        return ()
    return (make_problem("certify-organisation-differs", Place(pack.as_posix()), brief=own, key=key.organisation),)


def _too_early(plan: SessionPlan, issued: date, pack: Path) -> tuple[Problem, ...]:
    last = max((day.date for day in plan.days if day.date), default=issued)
    if issued >= last:
        return ()
    return (make_problem("certify-before-session", Place(pack.as_posix()), issued=issued, last=last),)


def _write_one(
    content: Content,
    plan: SessionPlan,
    language: Language,
    certificate: Certificate,
    name: str,
    signer: Signer,
    stage: Path,
) -> None:
    from toolkit.rendering.pdf import render_pdf

    issued = Issued(
        number=certificate.number,
        code=sign_certificate(certificate, signer),
        issued=certificate.i,
        until=certificate.u,
        name=name,
    )
    document = make_certificate(content, plan, language, issued)
    render_pdf(document, stage / f"certificate-{certificate.number}.pdf")


def _write_badges(
    content: Content,
    plan: SessionPlan,
    language: Language,
    made: Sequence[tuple[Certificate, str]],
    signer: Signer,
    stage: Path,
) -> None:
    (stage / "badges").mkdir()
    achieved = achieved_of(content, plan, language)
    for certificate, _ in made:
        badge = make_badge(certificate, achieved, signer.public)
        _write_text(stage / "badges" / f"{certificate.number}.jwt", sign_badge(badge, signer) + "\n")


def achieved_of(content: Content, plan: SessionPlan, language: Language) -> Achieved:
    """What a badge says of the session, in a language."""
    titles = tuple(words_of(module.title) for module in modules_of(content, plan))
    minutes = learning_minutes(plan)
    hours = language.show_number(minutes / 60, 1 if minutes % 60 else 0)
    parts = [language.show_list(titles), f"{language.say('Hours of training')}: {hours}" if minutes else ""]
    return Achieved(
        name=plan.brief.title,
        description=". ".join(part for part in parts if part) or plan.brief.title,
        criteria=language.say("The holder took part in the session."),
        modules=titles,
    )


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
