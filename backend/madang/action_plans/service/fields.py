"""Changing the fields of a plan: the one way, whoever changes them and from wherever."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.action_plans.errors import FieldsChanged, FieldsInvalid, PlanLocked
from madang.action_plans.models import ActionPlan, PlanField, PlanStatus
from madang.action_plans.queries import fields as queries
from madang.action_plans.rules.fields import (
    MOST_FIELDS,
    Kind,
    Place,
    ValueRefused,
    Vocabulary,
    clean_value,
    find_place,
    rows_above,
)
from madang.action_plans.rules.merging import Conflict, Stored, is_row, merge, says_something
from madang.core.errors import pointer_part
from madang.core.text import search_key

CHANGEABLE = (PlanStatus.DRAFT, PlanStatus.IMPLEMENTING)


async def change(
    db: AsyncSession,
    plan: ActionPlan,
    account_id: UUID,
    changes: Mapping[str, Any],
    now: datetime,
    *,
    base_revision: int,
) -> int:
    """Change fields of a plan that the caller has locked, and return its revision then.

    `base_revision` is what the author had seen. All or nothing; what stands so already changes nothing, so that the
    same changes may come again. A value beneath a removed row brings the row back.

    Errors: PlanLocked; FieldsInvalid; FieldsChanged where another change was faster (see `rules/merging.py`).
    """
    if plan.status not in CHANGEABLE:
        raise PlanLocked(f"this plan is {plan.status}: its fields stay as they are")
    places = _find_places(changes)
    cleaned = _clean(changes, places, await _find_known(db, plan, places))
    stored = await queries.find_around(db, plan.id, cleaned)
    merged = merge(stored, cleaned, account_id=account_id, base_revision=base_revision)
    if merged.conflicts:
        raise await _refuse(db, plan, account_id, merged.conflicts)
    if not merged.written:
        return plan.revision
    await _require_room(db, plan, stored, merged.written)
    await _write(db, plan, account_id, merged.written, now)
    return plan.revision


def _pointer(path: str) -> str:
    return f"/body/changes/{pointer_part(path)}"


def _refused(faults: list[tuple[str, str]]) -> FieldsInvalid:
    errors = [(_pointer(path), reason) for path, reason in faults]
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return FieldsInvalid(f"{faults[0][0][:80]}: {faults[0][1]}{more}", errors=errors)


def _find_places(changes: Mapping[str, Any]) -> dict[str, Place]:
    places = {path: find_place(path) for path in changes}
    unknown = [(path, "there is no such field") for path, place in places.items() if place is None]
    if unknown:
        raise _refused(unknown)
    return {path: place for path, place in places.items() if place is not None}


async def _find_known(
    db: AsyncSession, plan: ActionPlan, places: Mapping[str, Place]
) -> Mapping[Vocabulary, frozenset[str]]:
    of_edition = (Vocabulary.PILLARS, Vocabulary.STRENGTHS)
    asked = any(
        place.rule is not None and place.rule.kind is Kind.CODES and place.rule.vocabulary in of_edition
        for place in places.values()
    )
    return await queries.find_known(db, plan.edition_id) if asked else {}


def _clean(
    changes: Mapping[str, Any], places: Mapping[str, Place], known: Mapping[Vocabulary, frozenset[str]]
) -> dict[str, Any]:
    cleaned: dict[str, Any] = {}
    faults: list[tuple[str, str]] = []
    for path, value in changes.items():
        try:
            cleaned[path] = clean_value(places[path].rule, value, known)
        except ValueRefused as problem:
            faults.append((path, str(problem)))
    if faults:
        raise _refused(faults)
    return cleaned


async def _refuse(
    db: AsyncSession, plan: ActionPlan, account_id: UUID, conflicts: tuple[Conflict, ...]
) -> FieldsChanged:
    names = await queries.find_names(db, plan, {one.stored.account_id for one in conflicts})
    described = [
        {
            "path": one.path,
            "stands_at": one.stands_at,
            "value": one.stored.value,
            "by": names.get(one.stored.account_id) if one.stored.account_id else None,
            "mine": one.stored.account_id == account_id,
            "at": one.stored.at.isoformat(),
        }
        for one in conflicts
    ]
    return FieldsChanged(
        f"{len(conflicts)} of these fields were changed elsewhere meanwhile; nothing was saved",
        errors=[(_pointer(one.path), "changed elsewhere meanwhile") for one in conflicts],
        current={"revision": plan.revision, "conflicts": described},
    )


async def _require_room(
    db: AsyncSession, plan: ActionPlan, stored: Mapping[str, Stored], written: Mapping[str, Any]
) -> None:
    """Refuse more rows beneath one parent, or more fields in all, than a plan may have. Errors: FieldsInvalid."""
    fresh = [path for path in written if path not in stored]
    if fresh and await queries.count_fields(db, plan.id) + len(fresh) > MOST_FIELDS:
        raise _refused([(fresh[0], f"a plan has at most {MOST_FIELDS} fields, also emptied ones")])
    before = _living({path: one.value for path, one in stored.items()})
    after = _living({path: one.value for path, one in stored.items()} | dict(written))
    faults = []
    for kind in sorted({row.rpartition("/")[0] for row in after - before}):
        living = {row for row in after if row.rpartition("/")[0] == kind}
        if "/" not in kind:
            elsewhere = await queries.find_outermost_rows(db, plan.id, kind)
            living |= elsewhere - {path for path, value in written.items() if is_row(path) and value is False}
        first = min(row for row in after - before if row.rpartition("/")[0] == kind)
        place = find_place(first)
        if place is not None and len(living) > place.row.most:
            sent = next(path for path in written if path == first or path.startswith(f"{first}/"))
            faults.append((sent, f"at most {place.row.most} {kind.rpartition('/')[2]}"))
    if faults:
        raise _refused(faults)


def _living(fields: Mapping[str, Any]) -> set[str]:
    """Return the rows in which something stands or that were said to be there, without removed ones."""
    rows: set[str] = set()
    for path, value in fields.items():
        if says_something(path, value):
            rows.update(rows_above(path))
            if is_row(path):
                rows.add(path)
    return {row for row in rows if fields.get(row) is not False}


async def _write(
    db: AsyncSession, plan: ActionPlan, account_id: UUID, written: Mapping[str, Any], now: datetime
) -> None:
    revision = plan.revision + 1
    values: dict[str, Any] = {"revision": revision, "updated_at": now}
    if "title" in written:
        title = written["title"] or ""
        values |= {"title": title, "search_name": search_key(title)}
    # Past the ORM, which would raise the plan's version: a field that is typed makes no transition stale.
    await (await db.connection()).execute(update(ActionPlan).where(col(ActionPlan.id) == plan.id).values(**values))
    for name, value in values.items():
        set_committed_value(plan, name, value)
    rows = [
        {"plan_id": plan.id, "path": path, "value": value, "revision": revision, "account_id": account_id, "at": now}
        for path, value in written.items()
    ]
    dialect = postgresql if db.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(PlanField)
    replaced = {name: statement.excluded[name] for name in ("value", "revision", "account_id", "at")}
    await (await db.connection()).execute(
        statement.on_conflict_do_update(index_elements=["plan_id", "path"], set_=replaced), rows
    )
