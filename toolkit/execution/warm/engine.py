"""The papermill engine ``warm``: ``papermill --engine warm in.ipynb out.ipynb``."""

from __future__ import annotations

import os
from typing import Any

from papermill.engines import Engine, NBClientEngine
from papermill.log import logger
from papermill.utils import merge_kwargs, remove_args

from toolkit.execution.warm.host import WarmProcessError, warm_process, why_not

PRELOAD = "TOT_WARM_PRELOAD"
"""Environment variable: modules to import once, separated by commas."""
MEGABYTE = 1 << 20


class WarmEngine(Engine):  # type: ignore[misc]
    """Runs each notebook in a process forked from a warm one; the ordinary way where that cannot be."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        log_output: bool = False,
        stdout_file: Any = None,
        stderr_file: Any = None,
        start_timeout: int = 60,
        execution_timeout: int | None = None,
        preload: str | tuple[str, ...] | None = None,
        memory_limit_mb: int | None = None,
        **options: Any,
    ) -> Any:
        """Run the notebook that `nb_man` holds. `preload` are modules to have ready (default: the environment's
        TOT_WARM_PRELOAD), `memory_limit_mb` the most address space that the notebook may use, in megabytes.

        Raises as papermill's own engine does.
        """
        reason = why_not() or _other_kernel(nb_man, kernel_name)
        warm = None
        if not reason:
            try:
                warm = warm_process(_modules(preload))
            except (WarmProcessError, OSError) as fault:
                reason = str(fault)
        if warm is None:
            logger.warning(f"Running with papermill's ordinary engine: {reason}.")
            return NBClientEngine.execute_managed_notebook(
                nb_man,
                kernel_name,
                log_output=log_output,
                stdout_file=stdout_file,
                stderr_file=stderr_file,
                start_timeout=start_timeout,
                execution_timeout=execution_timeout,
                **options,
            )
        from toolkit.execution.warm.client import WarmNotebookClient

        final = merge_kwargs(
            remove_args(["timeout", "startup_timeout"], **remove_args(["input_path"], **options)),
            timeout=execution_timeout or options.get("timeout"),
            startup_timeout=start_timeout,
            kernel_name=kernel_name,
            log=logger,
            log_output=log_output,
            stdout_file=stdout_file,
            stderr_file=stderr_file,
        )
        limit = memory_limit_mb * MEGABYTE if memory_limit_mb else None
        return WarmNotebookClient(nb_man, warm, memory_limit=limit, **final).execute()


def _modules(preload: str | tuple[str, ...] | None) -> tuple[str, ...]:
    given = os.environ.get(PRELOAD, "") if preload is None else preload
    names = given.split(",") if isinstance(given, str) else given
    return tuple(name.strip() for name in names if name.strip())


def _other_kernel(nb_man: Any, kernel_name: str) -> str:
    """A kernel of another language, or of another Python, cannot be forked from this one."""
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    language = nb_man.nb.metadata.get("kernelspec", {}).get("language", "python")
    if language.lower() != "python":
        return f'the notebook is written in "{language}"'
    if kernel_name == "python3":
        return ""
    try:
        spec = KernelSpecManager().get_kernel_spec(kernel_name)
    except NoSuchKernel:
        return f'the kernel "{kernel_name}" is not known here'
    import sys

    same = os.path.realpath(spec.argv[0]) == os.path.realpath(sys.executable) or spec.argv[0] in ("python", "python3")
    return "" if same else f'the kernel "{kernel_name}" is another program'
