"""Plans that learn: typical minutes as real sessions took them, from the records in a folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.content.files import is_inside
from toolkit.content.records import Content
from toolkit.planning.brief import Brief
from toolkit.planning.plan import SessionPlan
from toolkit.planning.session_record import Learned, RealMinutes, learn_minutes, real_minutes
from toolkit.problems import Place, Problem, ProblemsError, make_problem


@dataclass(frozen=True, slots=True)
class Learning:
    """What activities really took, by id, and what is to be said of the records. It holds no remark."""

    real: Mapping[str, RealMinutes]
    problems: tuple[Problem, ...] = ()


def read_learning(content: Content, folder: Path) -> Learning:
    """What the session records in `folder` and below say. Raises ProblemsError when there is no usable record."""
    from toolkit.execution.evidence import gather_evidence  # reads findings: only where it is asked for

    evidence, problems = gather_evidence([folder])
    if not evidence:
        raise ProblemsError(problems)
    return Learning(real_minutes(content, [one.record for one in evidence]), problems)


def learning_of(content: Content, brief: Brief, folder: Path, place: Place) -> Learning | None:
    """What the brief's ``learn_from`` says, None when it names nothing. A folder is looked for beside the brief (in
    `folder`), then in the workspace. One that is not there, lies outside both or holds no record changes nothing, and
    is warned of at `place`: a brief may name the folder before the first session."""
    if brief.learn_from is None:
        return None
    named = brief.learn_from.replace("\\", "/")
    inside = [base / named for base in (folder, content.root) if is_inside(base, base / named)]
    if not inside:
        return Learning({}, (make_problem("brief-learn-outside", place, path=brief.learn_from),))
    found = next((path for path in inside if _is_folder(path)), None)
    if found is None:
        return Learning({}, (make_problem("brief-learn-missing", place, path=brief.learn_from),))
    from toolkit.execution.evidence import gather_evidence  # as above

    evidence, problems = gather_evidence([found])
    if not evidence:
        wrong = tuple(problem for problem in problems if problem.code != "what-works-nothing")
        return Learning({}, (*wrong, make_problem("brief-learn-nothing", place, path=brief.learn_from)))
    return Learning(real_minutes(content, [one.record for one in evidence]), problems)


def taught(content: Content, learning: Learning | None) -> tuple[Content, tuple[Learned, ...]]:
    """The content to plan with, and what was learned; the very same content where there is nothing to learn."""
    return learn_minutes(content, learning.real) if learning is not None and learning.real else (content, ())


def said_of(content: Content, plan: SessionPlan, learned: Sequence[Learned]) -> Iterator[Problem]:
    """A note for each activity of the plan whose typical minutes real sessions changed. `content` is as written."""
    planned = {slot.activity for slot in plan.slots()}
    yield from (_said(content, one) for one in learned if one.activity in planned)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _said(content: Content, learned: Learned) -> Problem:
    activity = content.activities()[learned.activity]
    own, real = activity.minutes, learned.real
    if not own.least <= real.minutes <= own.most:
        return make_problem(
            "minutes-learned-outside",
            activity.place,
            title=learned.title,
            real=real.minutes,
            sessions=real.sessions,
            allowed=f"{own.least} to {own.most}",
            used=learned.used,
        )
    return make_problem(
        "minutes-learned",
        activity.place,
        title=learned.title,
        used=learned.used,
        written=learned.written,
        real=real.minutes,
        least=real.least,
        most=real.most,
        sessions=real.sessions,
    )
