"""``tot certify``: keys of an organisation, certificates that anybody can check without a network, and logbooks."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.commands.common import Json, Quiet, Workspace, example, report, say, write_json
from toolkit.problems import Place, Problem, ProblemsError, has_errors, make_problem

if TYPE_CHECKING:
    from toolkit.evaluation.record.badge import CheckedBadge
    from toolkit.evaluation.record.certificate import Checked

app = typer.Typer(no_args_is_help=True, help="Certificates that can be checked without a network; keys; logbooks.")

PassphraseFile = Annotated[
    Path | None,
    typer.Option("--passphrase-file", metavar="FILE", help="The passphrase in a file's first line; else it is asked."),
]
Day = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Day of issue; today unless given.")
]


@app.command(epilog=example('tot certify keys keys --organisation "Diakonia Accra" --lock'))
def keys(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="New folder for the two key files.")],
    organisation: Annotated[str, typer.Option(help="Name of the organisation, as certificates show it.")],
    lock: Annotated[bool, typer.Option("--lock", help="Lock the private key with a passphrase.")] = False,
    passphrase_file: PassphraseFile = None,
    workspace: Workspace = None,
    quiet: Quiet = False,
) -> None:
    """Make the organisation's key pair: one half to keep, one to give away."""
    from toolkit.evaluation.record.keys import grouped
    from toolkit.execution.certificate_keys import PRIVATE, PUBLIC, make_keys

    phrase = _passphrase(passphrase_file, confirm=True) if lock or passphrase_file else ""
    made = make_keys(folder, organisation, date.today(), passphrase=phrase, workspace=workspace)
    if not quiet:
        say(f"Key {grouped(made.id)} of {made.organisation}.")
        say(f"Keep {folder / PRIVATE} where only you can read it, and a copy in a safe place.")
        say(f"Give {folder / PUBLIC} to everybody who shall check certificates.")


@app.command(
    epilog=example("tot certify issue my-session --key keys/private-key.json --count 20 --output certificates")
)
def issue(
    pack: Annotated[Path, typer.Argument(metavar="PACK", help="The session pack, or a session saved in the studio.")],
    key: Annotated[Path, typer.Option("--key", metavar="FILE", help="The organisation's private key.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="The folder that they become.")],
    names: Annotated[
        Path | None,
        typer.Option("--names", metavar="FILE", help="A name on each line, as the person wants it printed."),
    ] = None,
    count: Annotated[int, typer.Option("--count", min=0, max=500, help="Or: this many, without a name.")] = 0,
    start: Annotated[int, typer.Option("--start", min=1, help="Number of the first one without a name.")] = 1,
    language: Annotated[str, typer.Option(metavar="TAG", help="Language; else the participants' main one.")] = "",
    day: Day = None,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Last day on which they count.")
    ] = None,
    badges: Annotated[bool, typer.Option("--badges", help="Write Open Badges 3.0 too.")] = False,
    passphrase_file: PassphraseFile = None,
    workspace: Workspace = None,
    quiet: Quiet = False,
) -> None:
    """Write signed certificates of a session, one PDF for each person."""
    from toolkit.execution.certificate_keys import is_locked, open_private
    from toolkit.execution.certifying import Request, issue_certificates, read_names
    from toolkit.rendering.terminal import progress_bar

    listed, problems = read_names(names) if names else ((), ())
    if has_errors(problems):
        raise ProblemsError(problems)
    phrase = _passphrase(passphrase_file) if is_locked(key) else ""
    signer, warnings = open_private(key, phrase)
    request = Request(
        names=listed,
        count=count,
        start=start,
        issued=day.date() if day else date.today(),
        until=until.date() if until else None,
        language=language,
        badges=badges,
    )
    with progress_bar(quiet) as progress:
        made = issue_certificates(pack, signer, output, request, workspace=workspace, progress=progress)
    report((*problems, *warnings, *made.problems), quiet)
    if not quiet:
        say(f"{len(listed) or count} certificates in {made.folder}; register.csv lists their numbers, without names.")


@app.command(epilog=example("tot certify verify scanned.txt --keys keys/public-key.json"))
def verify(
    codes: Annotated[
        list[str],
        typer.Argument(metavar="TEXT|FILE...", help="The text of a QR code or badge, or files that hold them."),
    ],
    trusted: Annotated[
        list[Path], typer.Option("--keys", metavar="FILE|DIR", help="Public keys that you trust (repeatable).")
    ],
    name: Annotated[str, typer.Option(help="The name as it is printed, to be compared.")] = "",
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Check certificates and badges: what they say, or why they are refused."""
    from toolkit.execution.certificate_keys import load_public_keys
    from toolkit.execution.certifying import read_codes, verify_text

    known, problems = load_public_keys(trusted)
    found: list[dict[str, object]] = []
    all_problems: list[Problem] = list(problems)
    for where, text in read_codes(codes):
        checked, wrong = verify_text(text, known, date.today(), where, name=name)
        all_problems += wrong
        if checked is not None:
            all_problems += _about_name(checked, where)
            found.append(_as_dict(checked))
    if as_json:
        write_json({"accepted": found, "problems": [p.as_dict() for p in all_problems]})
    else:
        for one in found:
            say(_sentence(one))
        report(all_problems, quiet)
    raise typer.Exit(1 if has_errors(all_problems) or not found else 0)


@app.command(epilog=example("tot certify page keys/public-key.json --output check-certificates.html"))
def page(
    trusted: Annotated[list[Path], typer.Argument(metavar="FILE|DIR...", help="Public keys that it shall trust.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE.html", help="The page.")],
    language: Annotated[str, typer.Option(metavar="TAG", help="Language of the page.")] = "en",
    quiet: Quiet = False,
) -> None:
    """Write a page that checks certificates in a browser, offline: for partners without the toolkit."""
    from toolkit.content.language import Language
    from toolkit.execution.certifying import write_check_page

    report(write_check_page(trusted, output, Language(language)), quiet)
    if not quiet:
        say(f"{output} written. It needs no network and sends nothing.")


@app.command(epilog=example("tot certify logbook my-session --languages ar --languages pt --output logbook.pdf"))
def logbook(
    packs: Annotated[list[Path], typer.Argument(metavar="PACK...", help="The sessions that somebody followed.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="A .pdf or .docx file.")],
    languages: Annotated[
        list[str] | None,
        typer.Option("--languages", "-l", metavar="TAG...", help="One or two: the person's own first."),
    ] = None,
    workspace: Workspace = None,
    quiet: Quiet = False,
) -> None:
    """Write the logbook of modules followed, in two languages, for participants to keep."""
    from toolkit.execution.trainer_papers import logbook_of, write_paper

    write_paper(logbook_of(packs, languages or (), workspace), output)
    if not quiet:
        say(f"{output} written. Print one for each participant; names are written in by hand.")


def _about_name(checked: Checked | CheckedBadge, where: Place) -> list[Problem]:
    from toolkit.evaluation.record.keys import grouped

    number = grouped(_number(checked))
    match checked.name:
        case "unasked":
            return [make_problem("certificate-name-unchecked", where, number=number)]
        case "nameless":
            return [make_problem("certificate-nameless", where, number=number)]
        case _:
            return []


def _number(checked: Checked | CheckedBadge) -> str:
    from toolkit.evaluation.record.certificate import Checked

    return checked.certificate.n if isinstance(checked, Checked) else checked.number


def _as_dict(checked: Checked | CheckedBadge) -> dict[str, object]:
    from toolkit.evaluation.record.certificate import Checked
    from toolkit.evaluation.record.keys import grouped

    said: dict[str, object] = {
        "number": grouped(_number(checked)),
        "organisation": checked.organisation,
        "name": checked.name,
    }
    if isinstance(checked, Checked):
        one = checked.certificate
        listed = {"modules": list(one.m)} if isinstance(one.m, tuple) else {"modules_count": one.m}
        days = [str(day) for day in one.d]
        return {**said, "title": one.t, "days": days, "minutes": one.h, "issued": str(one.i), **listed}
    return {**said, "title": checked.credential.get("name"), "credential": dict(checked.credential)}


def _sentence(one: dict[str, object]) -> str:
    days = one.get("days")
    when = f", {' to '.join(days)}" if isinstance(days, list) and days else ""
    minutes = one.get("minutes")
    long = f", {minutes / 60:g} hours" if isinstance(minutes, int) else ""
    return f'GOOD: no. {one["number"]}, signed by {one["organisation"]}: "{one["title"]}"{when}{long}.'


def _passphrase(file: Path | None, *, confirm: bool = False) -> str:
    """From a file's first line, or asked for without showing it."""
    if file is None:
        return str(typer.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm, err=True))
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise ProblemsError([make_problem("file-missing", Place(file.as_posix()))]) from fault
    if not lines or not lines[0]:
        raise ProblemsError([make_problem("key-passphrase-missing", Place(file.as_posix()))])
    return lines[0]
