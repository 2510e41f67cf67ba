"""Solving: which activities, then where on the clock; and the way out when there is no plan."""

from toolkit.planning.solve.session import plan_session

__all__ = ["plan_session"]
