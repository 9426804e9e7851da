"""Action plans made up for tests, straight into the tables: Kampala's in full, and one as long as they come."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.action_plans.models import ActionPlan, ActionPlanCall, OwnerKind, PlanContributor, PlanField
from madang.core.text import search_key
from madang.delegations.models import Delegation
from madang.participants.models import Registration
from madang.programme.models import Edition, Topic, Vocabulary

MADE_AT = datetime(2019, 11, 1, 1, 0, tzinfo=UTC)  # 10:00 in Seoul: when plans are begun
SUBMIT_BY = datetime(2019, 11, 1, 4, 30, tzinfo=UTC)

TOPICS = {
    "legal-framework": (Vocabulary.PILLAR, "Legal framework"),
    "finance": (Vocabulary.PILLAR, "Finance"),
    "capacity-building": (Vocabulary.PILLAR, "Capacity building"),
    "market-access": (Vocabulary.PILLAR, "Market access"),
    "responsible-consumption": (Vocabulary.FIELD, "Responsible consumption"),
    "community-care": (Vocabulary.FIELD, "Community care"),
}


def row_id(number: int) -> str:
    """Return an id of a row as a browser makes it; in the order of the numbers."""
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    tail = ""
    for _ in range(6):
        number, digit = divmod(number, 36)
        tail = digits[digit] + tail
    return f"k2f9s0{tail}"


FUND, MARKET, SCHOOL = (f"actions/{row_id(number)}" for number in (100, 200, 300))
"""The three actions of Kampala's plan: a revolving fund, a market of social enterprises, a school of cooperatives."""


def _rows(parent: str, kind: str, first: int, rows: list[dict[str, Any]]) -> dict[str, Any]:
    prefix = f"{parent}/{kind}" if parent else kind
    return {
        path: value
        for at, row in enumerate(rows)
        for path, value in [
            (f"{prefix}/{row_id(first + at)}", True),
            *((f"{prefix}/{row_id(first + at)}/{name}", value) for name, value in row.items()),
        ]
    }


def kampala(*, session_id: UUID | None = None, option_id: UUID | None = None) -> dict[str, Any]:
    """Return the fields of Kampala's plan; it learned from this session and this option of a visit where given."""
    learning = [
        *([{"kind": "session", "ref": str(session_id), "note": "Laws first, money second."}] if session_id else []),
        *([{"kind": "visit", "ref": str(option_id), "note": "How a market shares its rent."}] if option_id else []),
    ]
    return {
        "title": "Kampala works together: a fund, a market and a school for social enterprises",
        "problem": "Nine of ten young people in Kampala work informally. Savings groups and cooperatives are many, but "
        "they find neither credit nor public buyers, and no office of the city is theirs.\n\nWhat exists is known to "
        "no one: there is no register.",
        "objective": "By 2022 two hundred social enterprises are registered with the city, half of them led by women, "
        "and one public purchase in ten goes to them.",
        "period_start": "2019-12-01",
        "period_end": "2022-11-30",
        "policy_instrument": "Kampala Capital City Strategic Plan, programme on jobs and enterprise",
        "pillars": ["finance", "market-access", "capacity-building"],
        "strengths": ["community-care"],
        **_rows("", "learning", 1, learning),
        **_rows(
            "",
            "support",
            11,
            [
                {"kind": "expertise", "text": "Two weeks with somebody who has run a city's social economy fund."},
                {"kind": "peer_exchange", "text": "A yearly visit between our market and one in Seoul."},
            ],
        ),
        **_fund(learning[:1]),
        **_market(),
        **_school(),
    }


def _fund(learning: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        FUND: True,
        f"{FUND}/position": 1.0,
        f"{FUND}/title": "A revolving fund for social enterprises",
        f"{FUND}/problem": "Banks ask for land titles that cooperatives do not have.",
        f"{FUND}/description": "The city and the savings groups each put in half. Loans of up to two years are given "
        "by a committee in which borrowers sit; what is paid back is lent again.",
        f"{FUND}/expected_result": "Sixty loans by the end of 2021, nine in ten paid back.",
        f"{FUND}/target_groups": "Savings groups and cooperatives in the five divisions",
        f"{FUND}/priority": "high",
        f"{FUND}/planned_start": "2020-01-15",
        f"{FUND}/planned_end": "2021-12-31",
        f"{FUND}/phase": "planning",
        f"{FUND}/health": "on_track",
        f"{FUND}/sdg": ["8.3", "8.10", "1.4"],
        f"{FUND}/pillars": ["finance", "legal-framework"],
        f"{FUND}/strengths": ["community-care"],
        **_rows(
            FUND,
            "organisations",
            101,
            [
                {"name": "Kampala Capital City Authority", "kind": "government", "role": "accountable"},
                {"name": "Union of Savings Groups", "kind": "sse_organisation", "role": "implementing"},
                {"name": "Ministry of Finance", "kind": "government", "role": "funding"},
            ],
        ),
        **_rows(
            FUND,
            "milestones",
            111,
            [
                {"title": "By-law passed by the council", "due": "2020-03-31", "state": "scheduled"},
                {"title": "First ten loans given", "due": "2020-09-30", "state": "scheduled"},
            ],
        ),
        **_rows(
            FUND,
            "indicators",
            121,
            [
                {
                    "level": "output",
                    "title": "Loans given",
                    "unit": "loans",
                    "qualitative": False,
                    "baseline": "0",
                    "baseline_year": 2019,
                },
                {"level": "outcome", "title": "What borrowers say of the fund", "qualitative": True},
            ],
        ),
        **_rows(
            f"{FUND}/indicators/{row_id(121)}",
            "periods",
            131,
            [{"ends": "2020-12-31", "target": "20"}, {"ends": "2021-12-31", "target": "60"}],
        ),
        **_rows(
            FUND,
            "budget",
            141,
            [
                {"year": 2020, "currency": "UGX", "planned": "350000000", "source": "City budget"},
                {"year": 2020, "currency": "USD", "planned": "40000.50", "source": "Partner city"},
                {"year": 2021, "currency": "UGX", "planned": "280000000", "source": "City budget"},
            ],
        ),
        **_rows(FUND, "learning", 151, learning),
    }


def _market() -> dict[str, Any]:
    return {
        MARKET: True,
        f"{MARKET}/position": 2.0,
        f"{MARKET}/title": "A market hall run by its traders",
        f"{MARKET}/problem": "Traders pay rent to middlemen and are moved on twice a year.",
        f"{MARKET}/description": "The city lends an empty hall for ten years to a cooperative of traders.",
        f"{MARKET}/expected_result": "One hundred and twenty stalls, a crèche and a cold room.",
        f"{MARKET}/target_groups": "Street traders, most of them women",
        f"{MARKET}/priority": "medium",
        f"{MARKET}/planned_start": "2020-06-01",
        f"{MARKET}/planned_end": "2022-05-31",
        f"{MARKET}/phase": "not_started",
        f"{MARKET}/sdg": ["11.3", "5.a"],
        f"{MARKET}/pillars": ["market-access"],
        **_rows(
            MARKET,
            "organisations",
            201,
            [
                {"name": "Kampala Capital City Authority", "kind": "government", "role": "accountable"},
                {"name": "Cooperative of Street Traders", "kind": "sse_organisation", "role": "implementing"},
            ],
        ),
        **_rows(MARKET, "milestones", 211, [{"title": "Hall handed over", "due": "2020-12-15", "state": "scheduled"}]),
        **_rows(
            MARKET,
            "indicators",
            221,
            [{"level": "output", "title": "Stalls let", "unit": "stalls", "baseline": "0", "baseline_year": 2019}],
        ),
        **_rows(f"{MARKET}/indicators/{row_id(221)}", "periods", 231, [{"ends": "2022-05-31", "target": "120"}]),
        **_rows(
            MARKET, "budget", 241, [{"year": 2021, "currency": "UGX", "planned": "910000000", "source": "City budget"}]
        ),
    }


def _school() -> dict[str, Any]:
    return {
        SCHOOL: True,
        f"{SCHOOL}/position": 3.0,
        f"{SCHOOL}/title": "An evening school for cooperatives",
        f"{SCHOOL}/problem": "Half of all new cooperatives give up in their second year, for want of book-keeping.",
        f"{SCHOOL}/description": "Courses of six evenings in each division, held by members of older cooperatives.",
        f"{SCHOOL}/expected_result": "Three hundred people have finished a course.",
        f"{SCHOOL}/target_groups": "Members of young cooperatives",
        f"{SCHOOL}/priority": "low",
        f"{SCHOOL}/planned_start": "2020-02-01",
        f"{SCHOOL}/planned_end": "2022-11-30",
        f"{SCHOOL}/sdg": ["4.4"],
        f"{SCHOOL}/pillars": ["capacity-building"],
        **_rows(
            SCHOOL,
            "organisations",
            301,
            [{"name": "College of Commerce", "kind": "university", "role": "implementing"}],
        ),
        **_rows(SCHOOL, "milestones", 311, [{"title": "First course held", "due": "2020-04-30", "state": "scheduled"}]),
        **_rows(SCHOOL, "budget", 341, [{"year": 2020, "currency": "USD", "planned": "12500", "source": "Donors"}]),
    }


def long_plan(actions: int = 200) -> dict[str, Any]:
    """Return the fields of a plan of so many full actions, each like Kampala's fund: sixty-odd fields."""
    source = _fund([])
    fields = {path: value for path, value in kampala().items() if not path.startswith("actions/")}
    for number in range(1, actions + 1):
        action = f"actions/{row_id(1000 + number)}"
        fields |= {action + path.removeprefix(FUND): value for path, value in source.items()}
        fields |= {f"{action}/position": float(number), f"{action}/title": f"Action {number}: a revolving fund"}
    return fields


async def add_topics(db: AsyncSession, edition: Edition) -> None:
    """Give an edition the pillars and fields of strength that sample plans name."""
    for key, (vocabulary, name) in TOPICS.items():
        db.add(Topic(edition_id=edition.id, key=key, vocabulary=vocabulary, name={"en": name}))
    await db.flush()


async def call_for_plans(db: AsyncSession, edition: Edition, **values: Any) -> ActionPlanCall:
    """Have an edition ask for plans of trainees and of cities."""
    call = ActionPlanCall(
        **{
            "edition_id": edition.id,
            "owner_kinds": ["trainee", "delegation"],
            "guidance": {"en": "Start from one problem that you know."},
            "submit_by": SUBMIT_BY,
            "created_at": MADE_AT,
            "updated_at": MADE_AT,
            **values,
        }
    )
    db.add(call)
    await db.flush()
    return call


async def make_plan(
    db: AsyncSession,
    owner: Delegation | Registration,
    fields: Mapping[str, Any] | None = None,
    *,
    account_id: UUID | None = None,
    **values: Any,
) -> ActionPlan:
    """Add a plan of a city or of a trainee, with these fields at revision 1 (Kampala's unless others are given)."""
    fields = kampala() if fields is None else fields
    of_city = isinstance(owner, Delegation)
    title = str(fields.get("title") or "")
    plan = ActionPlan(
        **{
            "edition_id": owner.edition_id,
            "key": owner.key if of_city else f"trainee-{owner.id.hex[-12:]}",
            "owner_kind": OwnerKind.DELEGATION if of_city else OwnerKind.TRAINEE,
            "delegation_id": owner.id if of_city else None,
            "registration_id": None if of_city else owner.id,
            "language": "en",
            "title": title,
            "search_name": search_key(title),
            "revision": 1 if fields else 0,
            "created_at": MADE_AT,
            "updated_at": MADE_AT,
            **values,
        }
    )
    db.add(plan)
    await db.flush()
    db.add_all(
        PlanField(plan_id=plan.id, path=path, value=value, revision=1, account_id=account_id, at=MADE_AT)
        for path, value in fields.items()
    )
    await db.flush()
    return plan


async def add_contributor(
    db: AsyncSession, plan: ActionPlan, email: str = "home@kampala.example.org", **values: Any
) -> PlanContributor:
    """Have somebody at home write along."""
    contributor = PlanContributor(
        **{
            "plan_id": plan.id,
            "email": email,
            "name": "Kampala colleague 1",
            "language": "en",
            "added_at": MADE_AT,
            **values,
        }
    )
    db.add(contributor)
    await db.flush()
    return contributor
