"""How the actions of many plans get on, by pillar, goal and city. All pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from madang.action_plans.rules.fields import HEALTHS, PHASES
from madang.action_plans.rules.sdg import goal_of
from madang.action_plans.rules.tree import Row
from madang.follow_up.rules.entries import is_met

NOBODY_SAID = "unknown"


@dataclass
class Progress:
    """How the actions of one group get on: how many are in which phase, and how many of those that run are well.

    An action of which nobody said anything counts as `unknown`. `milestones` are (met, of).
    """

    actions: int = 0
    phases: dict[str, int] = field(default_factory=lambda: dict.fromkeys((*PHASES, NOBODY_SAID), 0))
    healths: dict[str, int] = field(default_factory=lambda: dict.fromkeys((*HEALTHS, NOBODY_SAID), 0))
    milestones_met: int = 0
    milestones: int = 0

    def count(self, action: Row) -> None:
        """Add an action."""
        self.actions += 1
        self.phases[action["phase"] or NOBODY_SAID] += 1
        if action["phase"] in ("planning", "implementation", "paused"):
            self.healths[action["health"] or NOBODY_SAID] += 1
        met, of = is_met(action)
        self.milestones_met += met
        self.milestones += of


def goals_of(action: Row) -> list[int]:
    """Return the goals that an action serves, each once: target 11.3 serves goal 11."""
    return sorted({int(goal_of(code)) for code in action["sdg"] or ()})


def pillars_of(plan: Row, action: Row) -> Sequence[str]:
    """Return an action's pillars: its own, or where it names none, its plan's."""
    return action["pillars"] or plan["pillars"] or ()


@dataclass(frozen=True)
class Cohort:
    """How all actions get on: together, and by each group. One that serves two goals counts in both."""

    together: Progress
    by_pillar: Mapping[str, Progress]
    by_goal: Mapping[int, Progress]
    by_city: Mapping[UUID | None, Progress]
    by_plan: Mapping[UUID, Progress]


def add_up(plans: Iterable[tuple[UUID, UUID | None, Row]]) -> Cohort:
    """Return how the actions of plans get on. Plans are triples of their id, their delegation, and their content."""
    found = Cohort(Progress(), {}, {}, {}, {})
    by_pillar: dict[str, Progress] = {}
    by_goal: dict[int, Progress] = {}
    by_city: dict[UUID | None, Progress] = {}
    by_plan: dict[UUID, Progress] = {}
    for plan_id, delegation_id, plan in plans:
        by_plan.setdefault(plan_id, Progress())
        for action in plan.below("actions"):
            groups = [found.together, by_plan[plan_id], by_city.setdefault(delegation_id, Progress())]
            groups += [by_pillar.setdefault(key, Progress()) for key in dict.fromkeys(pillars_of(plan, action))]
            groups += [by_goal.setdefault(goal, Progress()) for goal in goals_of(action)]
            for group in groups:
                group.count(action)
    return Cohort(found.together, by_pillar, dict(sorted(by_goal.items())), by_city, by_plan)
