"""The evaluator's app: from exports to findings, report and comparison, with nothing kept that was not saved."""

from toolkit.studio.evaluator.app import open_app

__all__ = ["open_app"]
