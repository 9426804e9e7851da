"""What the registry's list says of a plan, so that a page of it needs no plan read whole."""

from typing import Any, TypedDict

from madang.action_plans.rules import sdg
from madang.action_plans.rules.tree import Row, budget_totals
from madang.core.text import search_key

_OPENING = 400


class BudgetSum(TypedDict):
    """What a plan costs in one currency over all its years: a decimal as text."""

    currency: str
    planned: str


class Summary(TypedDict):
    """A plan at a glance; codes and keys, for names depend on who reads."""

    title: str
    objective: str
    period_start: str | None
    period_end: str | None
    pillars: list[str]
    strengths: list[str]
    sdg: list[str]
    actions: int
    budget: list[BudgetSum]


def summarise(plan: Row) -> Summary:
    """Return a plan at a glance: what its actions name counts as named by the plan."""
    actions = plan.below("actions")
    totals: dict[str, Any] = {}
    for (_year, currency), amount in sorted(budget_totals(plan).items()):
        totals[currency] = totals.get(currency, 0) + amount
    objective = plan["objective"] or plan["problem"] or ""
    return {
        "title": plan["title"] or "",
        "objective": objective if len(objective) <= _OPENING else objective[: _OPENING - 1].rstrip() + "…",
        "period_start": plan["period_start"],
        "period_end": plan["period_end"],
        "pillars": _gathered(plan, "pillars"),
        "strengths": _gathered(plan, "strengths"),
        "sdg": sorted({sdg.goal_of(code) for action in actions for code in action["sdg"] or []}, key=sdg.GOALS.index),
        "actions": len(actions),
        "budget": [{"currency": currency, "planned": f"{amount:f}"} for currency, amount in sorted(totals.items())],
    }


def _gathered(plan: Row, name: str) -> list[str]:
    named = [*(plan[name] or []), *(code for action in plan.below("actions") for code in action[name] or [])]
    return list(dict.fromkeys(named))


def searched(plan: Row) -> str:
    """Return the words of a plan that a search looks through, normalised, each piece between spaces."""
    pieces = [plan["title"], plan["problem"], plan["objective"], plan["policy_instrument"]]
    for action in plan.below("actions"):
        pieces += [action["title"], action["description"], action["expected_result"]]
        pieces += [organisation["name"] for organisation in action.below("organisations")]
    return " ".join(search_key(piece) for piece in pieces if piece)
