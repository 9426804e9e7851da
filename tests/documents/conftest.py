"""The training of the action plans' own tests: a city that writes."""

from action_plans.conftest import member, organiser, world

__all__ = ["member", "organiser", "world"]
