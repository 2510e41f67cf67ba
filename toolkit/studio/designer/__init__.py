"""The curriculum designer's app."""

from toolkit.studio.designer.app import open_app

__all__ = ["open_app"]
