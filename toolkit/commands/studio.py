"""``tot studio``: the apps in a browser, or the notebooks in JupyterLab."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toolkit.commands.common import Workspace, say

EXAMPLE = "tot studio --workspace my-workspace"


def studio(
    lab: Annotated[bool, typer.Option("--lab", help="Open the notebooks in JupyterLab instead.")] = False,
    port: Annotated[int, typer.Option(metavar="N", min=1024, max=65535, help="Port; another if it is taken.")] = 8866,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")] = True,
    language: Annotated[
        str | None, typer.Option(metavar="TAG", help="en, fr, es or ar; else the computer's own.")
    ] = None,
    workspace: Workspace = None,
) -> None:
    """Open the studio in the browser: plan sessions, write modules, evaluate. Ctrl-C closes it.

    It serves this computer only, and only who has the address with its token.
    """
    from toolkit.content.language import Language
    from toolkit.content.workspace import is_workspace
    from toolkit.problems import Place, ProblemsError, make_problem
    from toolkit.studio.own import remember, workspace_to_open
    from toolkit.studio.words import STUDIO_LANGUAGES, known_language

    root = workspace_to_open(workspace, Path.cwd())
    if not is_workspace(root):
        raise ProblemsError([make_problem("studio-no-workspace", Place(str(workspace)))])
    if language is not None and known_language(language) is None:
        raise ProblemsError(
            [make_problem("studio-language", Place("--language"), tag=language, known=", ".join(STUDIO_LANGUAGES))]
        )
    remember(root)
    say(f"Workspace: {root}")
    if lab:
        from toolkit.studio.lab import run_lab

        run_lab(root, port, browser)
        return
    from toolkit.studio.serve import make_server, open_in_browser

    server, address, opening = make_server(root, port, Language(language) if language else None)

    def opened() -> None:
        if not browser or not open_in_browser(opening):
            say("Open this address in a browser on this computer:")
        say(f"  {address}")
        say("The studio is open. Ctrl-C here closes it.")

    server.run(opened)
    say("The studio is closed.")
