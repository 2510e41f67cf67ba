"""``python -m toolkit`` is ``tot``."""

from __future__ import annotations

import sys


def _check(arguments: list[str]) -> int:
    """Report the problems of the content, while the other parts of the command line are being written."""
    from datetime import date
    from pathlib import Path

    from toolkit.content.checks import check_content
    from toolkit.content.load import load_content
    from toolkit.content.workspace import find_workspace
    from toolkit.problems import format_text, has_errors, sort_problems

    root = find_workspace(None, Path.cwd())
    content, problems = load_content(root)
    wanted = [Path(a).absolute() for a in arguments]
    found = [
        problem
        for problem in sort_problems([*problems, *check_content(content, date.today())])
        if not wanted or any((root / problem.where.path).is_relative_to(w) for w in wanted)
    ]
    print(format_text(found))
    return int(has_errors(found))


def run() -> int:
    """The exit code."""
    if sys.argv[1:2] == ["check"]:
        try:
            import toolkit.execution.checking  # noqa: F401
        except ImportError:
            return _check(sys.argv[2:])
    from toolkit import cli

    return int(cli.main() or 0)


if __name__ == "__main__":
    sys.exit(run())
