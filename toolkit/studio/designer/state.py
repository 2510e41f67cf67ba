"""What the curriculum designer's app knows between two clicks, and every step that it can take: no widgets here."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Literal

from toolkit.content.kept import load_content_once
from toolkit.content.records import Content, Module
from toolkit.problems import Place, Problem, ProblemsError, make_problem
from toolkit.studio.designer.block_text import make_block
from toolkit.studio.designer.catalogue import Coverage, Filter, ModuleRow, module_rows
from toolkit.studio.designer.checking import Checked, check_text
from toolkit.studio.designer.forms import Form, Value, check_form
from toolkit.studio.designer.ids import used_ids
from toolkit.studio.designer.placing import Placed, insert_adaptation, insert_block
from toolkit.studio.designer.saving import (
    Conflict,
    OpenFile,
    create_file,
    is_read_only,
    keep_aside,
    module_path,
    open_file,
    save_file,
)
from toolkit.studio.designer.template import NewModule, listed, module_text, new_prefix
from toolkit.studio.designer.translating import count_coverage, language_tags

Where = Literal["modules", "files", "maps", "new"]


@dataclass
class Draft:
    """A file that is being written: the file as it was opened, the text as it is now, what the checks say of it, and
    the version on disk when somebody else saved meanwhile."""

    file: OpenFile
    text: str
    checked: Checked
    conflict: Conflict | None = None

    @property
    def unsaved(self) -> bool:
        """Whether the text is not on disk."""
        return self.text != self.file.text


@dataclass
class DesignerState:
    """One open page. `module` names what shows: the id of a module, the path of another file, "" in the lists."""

    root: Path
    today: date
    content: Content
    problems: tuple[Problem, ...]
    rows: tuple[ModuleRow, ...]
    tags: tuple[str, ...]
    coverage: Coverage
    read_only: bool
    filter: Filter = field(default_factory=Filter)
    where: Where = "modules"
    map: int = 0
    module: str = ""
    tab: int = 0
    side: int = 0
    inserting: str = "objective"
    drafts: dict[str, Draft] = field(default_factory=dict)
    preview_language: str = "en"
    country: str = ""
    translate_to: str = ""
    reviewer: str = ""
    pictures: dict[str, bytes] = field(default_factory=dict)

    @property
    def draft(self) -> Draft:
        """The module that shows. Raises KeyError in the lists."""
        return self.drafts[self.module]


def load_state(root: Path, today: date) -> DesignerState:
    """The workspace as it is on disk."""
    content, problems = load_content_once(root)
    tags = language_tags(content)
    rows = module_rows(content)
    return DesignerState(root, today, content, problems, rows, tags, _coverage(content, tags), is_read_only(root))


def _coverage(content: Content, tags: tuple[str, ...]) -> Coverage:
    modules = list(content.modules.values())
    return {key: status for tag in tags for key, status in count_coverage(content, modules, tag).items()}


def refresh(state: DesignerState) -> None:
    """What is on disk now, also by others. Drafts stay."""
    content, problems = load_content_once(state.root)
    if content is not state.content:
        state.content, state.problems = content, problems
        state.rows = module_rows(content)
    state.tags = language_tags(content)
    state.coverage = _coverage(content, state.tags)


def move_to(state: DesignerState, root: Path) -> None:
    """Go on in a copy of the workspace."""
    state.root, state.read_only = root, is_read_only(root)
    refresh(state)


def open_module(state: DesignerState, module_id: str) -> Draft:
    """Show a module; one that is being written goes on where it was left. Raises ProblemsError when it cannot be
    read."""
    return _open(state, module_id, state.content.modules[module_id].place.path)


def open_other(state: DesignerState, path: str) -> Draft:
    """The same for a file of the activity bank or of data, by its path in the workspace."""
    return _open(state, path, path)


def _open(state: DesignerState, key: str, path: str) -> Draft:
    if key not in state.drafts or not state.drafts[key].unsaved:
        file = open_file(state.root, path)
        checked = check_text(state.content, file.path, file.text, state.today)
        state.drafts[key] = Draft(file, file.text, checked)
    else:  # what it refers to may have changed since
        draft = state.drafts[key]
        draft.checked = check_text(state.content, draft.file.path, draft.text, state.today)
    if state.module != key:
        state.module, state.tab, state.side = key, 0, 0
    return state.draft


def close_module(state: DesignerState) -> None:
    """Back to the lists; an unsaved text is kept in this page."""
    if not state.draft.unsaved:
        state.drafts.pop(state.module)
    state.module = ""
    refresh(state)


def edit(state: DesignerState, text: str) -> Checked:
    """The text of the module that shows is now this one."""
    draft = state.draft
    if text != draft.text:
        draft.checked = check_text(state.content, draft.file.path, text, state.today)
        draft.text = text
    return draft.checked


def save(state: DesignerState) -> Conflict | None:
    """Write the module that shows. When somebody else saved it meanwhile, nothing is written, and both versions come
    back. Raises ProblemsError when it cannot be written."""
    check_writable(state)
    draft = state.draft
    saved = save_file(state.root, draft.file, draft.text)
    if isinstance(saved, Conflict):
        draft.conflict = saved
        return saved
    _saved(state, draft, saved)
    return None


def _saved(state: DesignerState, draft: Draft, saved: OpenFile) -> None:
    draft.file, draft.conflict = saved, None
    draft.text = saved.text
    draft.checked = check_text(state.content, saved.path, saved.text, state.today)
    files = {**state.content.files, saved.path: saved.digest}
    state.content = replace(draft.checked.content, files=files)
    state.rows = module_rows(state.content)


def settle(state: DesignerState, keep: Literal["mine", "theirs"]) -> str:
    """End a conflict: one version becomes the module, the other is kept beside it; returns where. Raises ProblemsError
    when that cannot be written, or when the file changed once more."""
    check_writable(state)
    draft = state.draft
    if draft.conflict is None:
        return ""
    mine, theirs = draft.text, draft.conflict.theirs
    aside = keep_aside(state.root, draft.file.path, theirs.text if keep == "mine" else mine)
    if keep == "theirs":
        _saved(state, draft, theirs if theirs.digest else open_file(state.root, theirs.path))
        return aside
    saved = save_file(state.root, theirs, mine)
    if isinstance(saved, Conflict):
        draft.conflict = saved
        raise ProblemsError([make_problem("designer-file-busy", Place(theirs.path), path=theirs.path)])
    _saved(state, draft, saved)
    return aside


def insert(state: DesignerState, form: Form, block_id: str, values: dict[str, Value], line: int) -> Placed:
    """A directive from its form, into the text of the module that shows. Raises ProblemsError when the form cannot be
    used as it is."""
    draft = state.draft
    problems = check_form(form, block_id, values, used_ids(draft.checked.content), draft.file.path)
    if problems:
        raise ProblemsError(problems)
    block = make_block(form, block_id, values)
    placed = None
    if form.name == "adapt":
        placed = insert_adaptation(draft.text, block, str(values.get("activity", "")))
    if placed is None:
        placed = insert_block(draft.text, block, line)
    edit(state, placed.text)
    return placed


def create_module(state: DesignerState, new: NewModule) -> tuple[str, bool]:
    """Write a new module from the template, and put it at the end of its curriculum's list; returns its path and
    whether the list could be changed. Raises ProblemsError when the id is taken or no id, or a field is empty."""
    check_writable(state)
    used = used_ids(state.content)
    path = module_path(new.folder, new.id)
    if new.id in used:
        place = Place(path)
        raise ProblemsError([make_problem("designer-id-taken", place, id=new.id, first=str(used[new.id]))])
    created = create_file(state.root, path, module_text(new, new_prefix(new.title, new.id, set(used))))
    in_list = _list_module(state.root, new)
    refresh(state)
    if new.id not in state.content.modules:  # the folder's own clock may be too coarse to see the new file
        checked = check_text(state.content, created.path, created.text, state.today)
        state.content = checked.content
        state.rows = module_rows(state.content)
    return path, in_list


def _list_module(root: Path, new: NewModule) -> bool:
    path = f"curricula/{new.folder}/curriculum.yaml"
    if not (root / path).is_file():
        return False
    file = open_file(root, path)
    text = listed(file.text, new.id)
    return text is not None and not isinstance(save_file(root, file, text), Conflict)


def check_writable(state: DesignerState) -> None:
    """Raises ProblemsError when the workspace is for reading only."""
    if state.read_only:
        raise ProblemsError([make_problem("designer-read-only", Place("curricula"))])


def module_of(state: DesignerState) -> Module:
    """The module that shows, as it is being written; a file of the bank as one. Raises TypeError for data."""
    module = state.draft.checked.module
    if module is None:
        raise TypeError(state.module)
    return module


def is_module(state: DesignerState) -> bool:
    """Whether what shows is a module, and no other file."""
    return "/" not in state.module
