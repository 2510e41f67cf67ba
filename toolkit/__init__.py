"""Training-of-trainers toolkit: the public verbs, and nothing else.

From content to documents: `load_content` → `check_content`; `load_brief` → `plan_session` → `review_plan`,
`answer_practices`; `make_…` an outline → `render_…` a file; `open_session` and `make_pack` do it all.
Each is imported when it is first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.content.checks import check_content
    from toolkit.content.load import load_content
    from toolkit.content.localise import localise
    from toolkit.evaluation.instrument import make_instrument
    from toolkit.execution.notebook import run_notebook
    from toolkit.execution.pack import make_pack
    from toolkit.execution.session import open_session
    from toolkit.planning.brief_file import load_brief
    from toolkit.planning.edit import replan
    from toolkit.planning.plan_file import load_plan
    from toolkit.planning.practices import answer_practices
    from toolkit.planning.review import review_plan
    from toolkit.planning.solve import plan_session

_VERBS = {
    "load_content": "content.load",
    "check_content": "content.checks",
    "localise": "content.localise",
    "load_brief": "planning.brief_file",
    "plan_session": "planning.solve",
    "review_plan": "planning.review",
    "answer_practices": "planning.practices",
    "replan": "planning.edit",
    "load_plan": "planning.plan_file",
    "make_instrument": "evaluation.instrument",
    "open_session": "execution.session",
    "run_notebook": "execution.notebook",
    "make_pack": "execution.pack",
}

__all__ = [
    "load_content",
    "check_content",
    "localise",
    "load_brief",
    "plan_session",
    "review_plan",
    "answer_practices",
    "replan",
    "load_plan",
    "make_instrument",
    "open_session",
    "run_notebook",
    "make_pack",
]


def __getattr__(name: str) -> object:
    if name in _VERBS:
        return getattr(import_module(f"toolkit.{_VERBS[name]}"), name)
    raise AttributeError(f"module 'toolkit' has no attribute {name!r}")
