"""The registry in JSON. Pure."""

from datetime import date, datetime
from typing import Any

from babel import Locale

from madang.action_plans.queries.public import ListedPlan, PlanStep, PublishedPlan
from madang.action_plans.rules.tree import Row, build
from madang.feeds.reader import Reader
from madang.feeds.registry.iati import activity
from madang.feeds.registry.search import Hits, Search

Json = dict[str, Any]


def plan_url(base_url: str, slug: str, key: str) -> str:
    """Return the address of a plan's public page."""
    return f"{base_url}/e/{slug}/registry/{key}"


def country_name(code: str | None, lang: str) -> str | None:
    """Return a country's name as CLDR has it; None without a country."""
    return Locale.parse(lang.split("-", maxsplit=1)[0]).territories.get(code, code) if code else None


def list_json(reader: Reader, hits: Hits, search: Search) -> Json:
    """Return a page of the registry."""
    return {
        "edition": _edition(reader),
        "lang": reader.lang,
        "total": hits.total,
        "page": search.page,
        "pages": hits.pages,
        "facets": hits.facets,
        "items": [item_json(reader, plan) for plan in hits.plans],
    }


def _edition(reader: Reader) -> Json:
    edition = reader.edition
    return {
        "slug": edition["slug"],
        "title": reader.title(edition["title"]),
        "url": f"{reader.base_url}/e/{edition['slug']}",
    }


def item_json(reader: Reader, plan: ListedPlan) -> Json:
    """Return a plan as the list has it."""
    summary = plan.summary
    return {
        "key": plan.key,
        "url": plan_url(reader.base_url, reader.edition["slug"], plan.key),
        "title": summary["title"],
        "language": plan.language,
        "owner": plan.owner_kind,
        "city": reader.text(plan.city),
        "country": plan.country,
        "country_name": country_name(plan.country, reader.lang),
        "status": plan.status,
        "objective": summary["objective"],
        "period_start": summary["period_start"],
        "period_end": summary["period_end"],
        "pillars": summary["pillars"],
        "strengths": summary["strengths"],
        "sdg": summary["sdg"],
        "actions": summary["actions"],
        "budget": summary["budget"],
        "published_at": reader.time(plan.published_at.isoformat()),
    }


def plan_json(reader: Reader, published: PublishedPlan) -> Json:
    """Return a plan whole: as it is listed, its own words, what happened to it, and its actions as IATI activities."""
    listed = published.listed
    tree = build(published.fields)
    slug = reader.edition["slug"]
    identifier = f"{slug}-{listed.key}"
    return {
        "edition": _edition(reader),
        "lang": reader.lang,
        "plan": {
            **item_json(reader, listed),
            "objective": tree["objective"],
            "problem": tree["problem"],
            "policy_instrument": tree["policy_instrument"],
            "support": [{"kind": row["kind"], "text": row["text"]} for row in tree.below("support")],
            "version": published.number,
        },
        "timeline": [step_json(reader, step) for step in in_order(reader, published.steps)],
        "actions": [_action(action) for action in tree.below("actions")],
        "activities": [
            activity(action, identifier=identifier, language=listed.language, country=listed.country)
            for action in tree.below("actions")
        ],
    }


def _action(action: Row) -> Json:
    return {
        "id": action.id,
        "number": action.number,
        **{
            name: action[name]
            for name in ("title", "phase", "health", "health_note", "priority", "target_groups", "expected_result")
        },
        "pillars": action["pillars"] or [],
        "strengths": action["strengths"] or [],
        "milestones": [dict(row.values) for row in action.below("milestones")],
    }


def in_order(reader: Reader, steps: list[PlanStep]) -> list[PlanStep]:
    """Return what happened by day in the edition's zone; of one day, what the clock says, then endorsements."""

    def day(step: PlanStep) -> tuple[str, str]:
        if isinstance(step.on, datetime):
            local = reader.local(step.on.isoformat())
            return local.date().isoformat(), local.isoformat()
        return step.on.isoformat(), "T"

    return sorted(steps, key=day)


def step_json(reader: Reader, step: PlanStep) -> Json:
    """Return one entry of a plan's timeline: the day, and what it was."""
    day: date = reader.local(step.on.isoformat()).date() if isinstance(step.on, datetime) else step.on
    what = {"what": "status", "status": step.status} if step.status else {"what": "endorsed_by", "kind": step.kind}
    return {"on": day.isoformat(), **what, **({"body": step.body} if step.body else {})}
