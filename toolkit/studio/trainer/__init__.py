"""The trainer's app: from a group and its hours to a plan, a pack and a record of what it really took."""

from toolkit.studio.trainer.app import open_app

__all__ = ["open_app"]
