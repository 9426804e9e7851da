"""Changing fields of a plan: what is stored, what is refused, and what it costs."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
import pytest_asyncio
from sqlmodel.ext.asyncio.session import AsyncSession

from factories.accounts import make_account
from factories.plans import FUND, MADE_AT, add_topics, long_plan, make_plan, row_id
from factories.registrations import make_delegation, make_edition, make_registration
from madang.accounts.models import Account
from madang.action_plans.errors import FieldsChanged, FieldsInvalid, PlanLocked
from madang.action_plans.models import ActionPlan, PlanStatus
from madang.action_plans.queries.plans import get_plan, read_fields
from madang.action_plans.rules import fields as rules
from madang.action_plans.service.fields import change
from madang.core.db import Database

NEW = f"actions/{row_id(900)}"


class Writers:
    """Kampala's plan and two who write it."""

    def __init__(self, plan: ActionPlan, ann: Account, ben: Account) -> None:
        self.plan, self.ann, self.ben = plan, ann, ben

    async def write(self, db: AsyncSession, changes: dict[str, Any], *, who: str = "ann", seen: int = 1) -> int:
        account: Account = getattr(self, who)
        return await change(db, self.plan, account.id, changes, MADE_AT, base_revision=seen)


def _pointer(path: str) -> str:
    return f"/body/changes/{path.replace('/', '~1')}"


async def make_writers(db: AsyncSession, fields: dict[str, Any] | None = None, **values: Any) -> Writers:
    edition = await make_edition(db)
    await add_topics(db, edition)
    ann, ben = [await make_account(db, f"{name}@kampala.example.org") for name in ("ann", "ben")]
    await make_registration(db, edition, "Kampala trainee 1", account_id=ann.id)
    plan = await make_plan(db, await make_delegation(db, edition), fields, **values)
    return Writers(plan, ann, ben)


@pytest_asyncio.fixture
async def writers(db: AsyncSession) -> Writers:
    return await make_writers(db)


async def test_a_change_is_stored_clean_and_raises_the_revision_alone(db: AsyncSession, writers: Writers):
    version = writers.plan.version

    revision = await writers.write(db, {f"{FUND}/title": "  A fund\u00a0", f"{FUND}/problem": "", NEW: True})

    fields = await read_fields(db, writers.plan.id)
    assert (fields[f"{FUND}/title"], fields[f"{FUND}/problem"], fields[NEW]) == ("A fund", None, True)
    await db.refresh(writers.plan)
    assert (revision, writers.plan.revision, writers.plan.version) == (2, 2, version)


async def test_the_title_is_kept_for_lists(db: AsyncSession, writers: Writers):
    await writers.write(db, {"title": "Élan"})
    await db.refresh(writers.plan)

    assert (writers.plan.title, writers.plan.search_name) == ("Élan", "elan")

    await writers.write(db, {"title": None}, seen=2)
    await db.refresh(writers.plan)

    assert (writers.plan.title, writers.plan.search_name) == ("", "")


async def test_what_stands_so_already_changes_nothing(db: AsyncSession, writers: Writers):
    assert await writers.write(db, {"title": "Ours"}) == 2
    assert await writers.write(db, {"title": "Ours"}, who="ben") == 2
    assert await writers.write(db, {}) == 2


async def test_a_conflict_names_what_stands_and_saves_nothing(db: AsyncSession, writers: Writers):
    await writers.write(db, {f"{FUND}/title": "Hers"})

    with pytest.raises(FieldsChanged) as refused:
        await writers.write(db, {f"{FUND}/title": "His", "problem": "His too"}, who="ben")

    assert refused.value.current == {
        "revision": 2,
        "conflicts": [
            {
                "path": f"{FUND}/title",
                "stands_at": f"{FUND}/title",
                "value": "Hers",
                "by": "Kampala trainee 1",
                "mine": False,
                "at": MADE_AT.isoformat(),
            }
        ],
    }
    assert refused.value.errors[0][0] == _pointer(f"{FUND}/title")
    fields = await read_fields(db, writers.plan.id)
    assert fields[f"{FUND}/title"] == "Hers"
    assert fields["problem"] != "His too"


async def test_ones_own_change_of_another_device_is_told_and_not_written_over(db: AsyncSession, writers: Writers):
    await writers.write(db, {"problem": "An evening's work"})

    with pytest.raises(FieldsChanged) as refused:
        await writers.write(db, {"problem": "The morning's"})

    (conflict,) = refused.value.current["conflicts"]
    assert (conflict["value"], conflict["mine"]) == ("An evening's work", True)
    assert (await read_fields(db, writers.plan.id))["problem"] == "An evening's work"


async def test_whoever_has_seen_the_other_change_may_overwrite_it(db: AsyncSession, writers: Writers):
    seen = await writers.write(db, {"title": "Hers"})

    await writers.write(db, {"title": "His"}, who="ben", seen=seen)

    assert (await read_fields(db, writers.plan.id))["title"] == "His"


async def test_a_field_that_there_is_not_is_refused_by_name(db: AsyncSession, writers: Writers):
    unknown = ["nothing", "actions", "actions/short/title", f"{FUND}/title/more", f"{FUND}/milestones"]

    with pytest.raises(FieldsInvalid) as refused:
        await writers.write(db, {"title": "Good", **dict.fromkeys(unknown, "here")})

    assert [pointer for pointer, _ in refused.value.errors] == [_pointer(path) for path in unknown]


async def test_every_value_that_a_field_does_not_take_is_refused_by_name(db: AsyncSession, writers: Writers):
    line = f"{FUND}/budget/{row_id(141)}"
    bad = {
        FUND: "yes",
        f"{FUND}/title": "x" * 301,
        f"{FUND}/problem": "a\x00b",
        f"{FUND}/description": 5,
        f"{FUND}/planned_start": "2020-02-30",
        f"{FUND}/sdg": ["8.3", "18.1"],
        f"{FUND}/pillars": ["community-care"],
        f"{FUND}/phase": "dreaming",
        f"{FUND}/position": float("inf"),
        f"{FUND}/learning/{row_id(1)}/ref": "the market",
        f"{line}/planned": 12.5,
        f"{line}/actual": "-1",
        f"{line}/currency": "EURO",
        f"{line}/year": "2020",
    }

    with pytest.raises(FieldsInvalid) as refused:
        await writers.write(db, {"title": "Good", **bad})

    assert [pointer for pointer, _ in refused.value.errors] == [_pointer(path) for path in bad]
    assert (await read_fields(db, writers.plan.id))["title"] != "Good"


@pytest.mark.parametrize("status", [PlanStatus.SUBMITTED, PlanStatus.PRESENTED, PlanStatus.ENDORSED, PlanStatus.CLOSED])
async def test_a_plan_that_was_handed_in_stays_as_it_is(db: AsyncSession, status: PlanStatus):
    writers = await make_writers(db, status=status)

    with pytest.raises(PlanLocked):
        await writers.write(db, {"title": "Later"})


async def test_a_plan_has_no_more_actions_than_it_may(
    db: AsyncSession, writers: Writers, monkeypatch: pytest.MonkeyPatch
):
    actions = rules.PLAN.rows["actions"]
    monkeypatch.setattr(rules, "PLAN", rules.RowRule(rules.PLAN.fields, {"actions": _at_most(actions, 4)}))
    first, second = f"actions/{row_id(901)}", f"actions/{row_id(902)}"
    await writers.write(db, {f"{first}/title": "The fourth"})

    with pytest.raises(FieldsInvalid) as refused:
        await writers.write(db, {f"{second}/title": "The fifth"}, seen=2)
    assert refused.value.errors == [(_pointer(f"{second}/title"), "at most 4 actions")]

    await writers.write(db, {f"{first}/title": "Still the fourth"}, seen=2)
    await writers.write(db, {first: False, f"{second}/title": "In its place"}, seen=3)


async def test_a_row_has_no_more_rows_beneath_it_than_it_may(db: AsyncSession, writers: Writers):
    rows = {f"{FUND}/milestones/{row_id(2000 + number)}/title": f"Step {number}" for number in range(48)}
    await writers.write(db, rows)

    with pytest.raises(FieldsInvalid, match="at most 50 milestones"):
        await writers.write(db, {f"{FUND}/milestones/{row_id(3000)}": True}, seen=2)


async def test_a_plan_has_no_more_fields_than_it_may(
    db: AsyncSession, writers: Writers, monkeypatch: pytest.MonkeyPatch
):
    standing = len(await read_fields(db, writers.plan.id))
    monkeypatch.setattr("madang.action_plans.service.fields.MOST_FIELDS", standing + 1)
    await writers.write(db, {f"{NEW}/title": "The last"})

    with pytest.raises(FieldsInvalid, match="fields"):
        await writers.write(db, {f"{NEW}/problem": "One too many"}, seen=2)
    await writers.write(db, {f"{NEW}/title": "Not one more"}, seen=2)


def _at_most(rule: rules.RowRule, most: int) -> rules.RowRule:
    return rules.RowRule(rule.fields, rule.rows, most)


async def test_a_change_reads_its_own_rows_however_long_the_plan_is(
    db: AsyncSession, count_queries: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
):
    writers = await make_writers(db, long_plan(60))
    read: list[int] = []
    find_around = change.__globals__["queries"].find_around

    async def counting(*given: Any) -> Any:
        found = await find_around(*given)
        read.append(len(found))
        return found

    monkeypatch.setattr("madang.action_plans.queries.fields.find_around", counting)
    action = f"actions/{row_id(1001)}"

    with count_queries() as typed:
        await writers.write(db, {f"{action}/title": "Typed"})
    with count_queries() as many:
        await writers.write(db, {f"actions/{row_id(1000 + n)}/title": f"Typed {n}" for n in range(1, 20)}, seen=2)

    assert typed.number == many.number == 3  # reads what stands, raises the revision, writes
    assert read[0] < 100


async def _change_alone(live: Database, writers: Writers, who: str, changes: dict[str, Any]) -> None:
    async with live.write() as db:
        plan = await get_plan(db, writers.plan.edition_id, writers.plan.id, lock=True)
        account: Account = getattr(writers, who)
        await change(db, plan, account.id, changes, MADE_AT, base_revision=1)


async def test_two_at_once_in_different_fields_both_land(live: Database):
    async with live.write() as db:
        writers = await make_writers(db)

    await asyncio.gather(
        _change_alone(live, writers, "ann", {f"{FUND}/title": "Hers"}),
        _change_alone(live, writers, "ben", {f"{FUND}/problem": "His", "title": "Ours"}),
    )

    async with live.read() as db:
        fields = await read_fields(db, writers.plan.id)
        plan = await get_plan(db, writers.plan.edition_id, writers.plan.id)
    assert (fields[f"{FUND}/title"], fields[f"{FUND}/problem"], plan.title, plan.revision) == ("Hers", "His", "Ours", 3)


async def test_of_two_at_once_in_the_same_field_one_is_told(live: Database):
    async with live.write() as db:
        writers = await make_writers(db)

    answers = await asyncio.gather(
        _change_alone(live, writers, "ann", {"title": "Hers"}),
        _change_alone(live, writers, "ben", {"title": "His"}),
        return_exceptions=True,
    )

    refused = [answer for answer in answers if isinstance(answer, FieldsChanged)]
    assert len(refused) == 1
    assert answers.count(None) == 1
    async with live.read() as db:
        plan = await get_plan(db, writers.plan.edition_id, writers.plan.id)
    assert plan.title == refused[0].current["conflicts"][0]["value"]
