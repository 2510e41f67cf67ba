"""``tot needs``: the form for the talk with a local team leader, and the brief that its answers make."""

from __future__ import annotations

from pathlib import Path

from toolkit.content.language import Language, is_known_language
from toolkit.content.records import Content
from toolkit.execution.brief_text import brief_text, check_brief_text, remarks
from toolkit.execution.files import write_whole
from toolkit.execution.session import find_file, load_workspace
from toolkit.planning.needs_table import Answers, TalkTable, load_answers, load_talk_table
from toolkit.planning.needs_talk import Chosen, choose_session
from toolkit.problems import Place, Problem, ProblemsError, has_errors, make_problem, sort_problems

ENDINGS = (".pdf", ".docx", ".yaml")
_LEAD = (
    "Made by tot needs from the answers of a local team leader. Change what does not fit, and send the plan to the "
    "team leader in five lines: their correction is what makes the session fit the place."
)


def write_needs_form(output: Path, language: str = "en", workspace: str | Path | None = None) -> None:
    """Write the form, printable (.pdf, .docx) or to fill in (.yaml), as the ending says. Raises ProblemsError."""
    from toolkit.rendering.outlines.needs_form import answers_text, make_needs_form
    from toolkit.rendering.outlines.translation_note import with_words_note

    _, talk, _ = _open(workspace)
    ending = output.suffix.lower()
    if ending not in ENDINGS:
        raise ProblemsError([make_problem("needs-form-ending", Place(str(output)), endings=", ".join(ENDINGS))])
    if not is_known_language(language):
        raise ProblemsError([make_problem("brief-language-unknown", Place("tot needs form"), language=language)])
    if ending == ".yaml":
        write_whole(_free(output), answers_text(talk))
        return
    from toolkit.rendering.docx import render_docx
    from toolkit.rendering.pdf import render_pdf

    reader = Language(language)
    document = with_words_note(make_needs_form(talk, reader), reader)
    try:
        output.absolute().parent.mkdir(parents=True, exist_ok=True)
        if ending == ".pdf":
            render_pdf(document, output)
        else:
            render_docx(document, output)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ProblemsError([make_problem("output-unwritable", Place(str(output)), reason=reason)]) from error


def write_needs_brief(
    answers: Path, output: Path, workspace: str | Path | None = None
) -> tuple[Chosen, tuple[Problem, ...]]:
    """Write the brief that the answers choose, with every reason above it; what was chosen, and warnings.

    The brief can be planned: it has been. Raises ProblemsError with everything that is wrong in the answers.
    """
    content, talk, problems = _open(workspace)
    file = find_file(answers, content.root)
    if not file.is_file():
        raise ProblemsError([make_problem("file-missing", Place(str(answers)))])
    said, wrong = load_answers(file, talk)
    if said is None or has_errors(wrong):
        raise ProblemsError(sort_problems((*problems, *wrong)))
    chosen, against = choose_session(content, talk, said, Place(answers.as_posix()))
    if chosen is None:
        raise ProblemsError(against)
    _free(output)
    text = needs_brief_text(chosen, said)
    found = check_brief_text(content, text, output.as_posix())
    if has_errors(found):
        raise ProblemsError(found)
    write_whole(output, text)
    return chosen, sort_problems((*problems, *wrong, *found))


def needs_brief_text(chosen: Chosen, answers: Answers) -> str:
    """The brief as YAML, with what was chosen and why as remarks above it."""
    lines = [_LEAD, "", "What the answers chose, and why:"]
    lines += [f"- {why.what}: {why.because}" for why in chosen.why]
    for title, words in (("No room was found for:", chosen.no_room), ("To prepare:", chosen.prepare)):
        if words:
            lines += ["", title, *(f"- {line}" for line in words)]
    if answers.better:
        lines += ["", f"What the team would like to do better afterwards: {answers.better}"]
    return remarks(lines) + "\n" + brief_text(chosen.brief)


def _open(workspace: str | Path | None) -> tuple[Content, TalkTable, tuple[Problem, ...]]:
    content, _ = load_workspace(workspace)
    talk, problems = load_talk_table(content)
    if talk is None or has_errors(problems):
        raise ProblemsError(problems)
    return content, talk, problems


def _free(output: Path) -> Path:
    """`output`, unless a file is there already: a brief or answers that somebody has worked on are never replaced."""
    if output.exists():
        raise ProblemsError([make_problem("needs-file-exists", Place(str(output)))])
    return output
