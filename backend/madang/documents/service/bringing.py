"""A workbook brought back: understood before the plan is locked, then changed like by anybody who writes in it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.action_plans.errors import FieldsChanged, FieldsInvalid
from madang.action_plans.models import ActionPlan
from madang.action_plans.queries.fields import find_known
from madang.action_plans.queries.plans import read_fields
from madang.action_plans.rules.comparing import compare
from madang.action_plans.rules.copying import RowIds
from madang.action_plans.rules.fields import Vocabulary
from madang.action_plans.schemas.life import FieldCompared, RowCompared
from madang.action_plans.service.fields import change
from madang.action_plans.service.showing import describe_sources
from madang.core.errors import pointer_part
from madang.documents.cells import Known
from madang.documents.errors import PlanFileForeign, PlanFileInvalid
from madang.documents.incoming import Book, Fault, Understood, understand
from madang.documents.schemas import OnConflict, PlanFileConflict, PlanFileFault, PlanFileReport
from madang.programme.models import Edition

_FOUR_DIGITS = 36**4


@dataclass(frozen=True)
class Outcome:
    """What an import came to. `before` are the plan's fields as they were."""

    book: Book
    revision: int
    before: Mapping[str, Any]
    changes: Mapping[str, Any]
    conflicts: tuple[dict[str, Any], ...] = ()
    faults: tuple[Fault, ...] = ()

    def report(self, *, checked: bool) -> PlanFileReport:
        """Return it as it is answered. Not for the event loop."""
        compared = compare(self.before, {**self.before, **self.changes})
        return PlanFileReport(
            checked=checked,
            base_revision=self.book.origin.revision,
            revision=self.revision,
            rows=[RowCompared.model_validate(one) for one in compared.rows],
            changes=[FieldCompared.model_validate(one) for one in compared.changes],
            conflicts=[PlanFileConflict.model_validate(one) for one in self.conflicts],
            faults=[PlanFileFault.model_validate(one) for one in self.faults],
        )


async def find_names(db: AsyncSession, plan: ActionPlan, edition: Edition) -> Known:
    """Return what a workbook may call by name: pillars, fields of strength and sources, in any language."""
    sources = await describe_sources(db, plan, edition)
    titles = [
        *((title, str(one.id)) for one in sources.sessions for title in one.title.values()),
        *((title, str(one.id)) for one in sources.visits for title in one.title.values()),
        *((one.title, str(one.id)) for one in sources.case_studies),
    ]
    return Known(
        topics={
            vocabulary: _unambiguous([(name, one.key) for one in listed for name in one.name.values()])
            for vocabulary, listed in ((Vocabulary.PILLARS, sources.pillars), (Vocabulary.STRENGTHS, sources.strengths))
        },
        sources=_unambiguous(titles),
        codes=await find_known(db, edition.id),
    )


def _unambiguous(named: list[tuple[str, str]]) -> dict[str, str]:
    meanings: dict[str, set[str]] = {}
    for name, value in named:
        meanings.setdefault(name.casefold(), set()).add(value)
    return {name: values.pop() for name, values in meanings.items() if len(values) == 1}


async def understand_book(book: Book, known: Known, account_id: UUID) -> Understood:
    """Return what a file changes. The same file sent again by the same person makes no second rows."""
    chance = sha256(account_id.bytes + book.origin.plan_id.bytes).digest()
    ids = RowIds(book.origin.taken_at, int.from_bytes(chance[:8], "big") % _FOUR_DIGITS)
    return await asyncio.to_thread(understand, book, known, ids.make)


async def bring_in(
    db: AsyncSession,
    plan: ActionPlan,
    account_id: UUID,
    book: Book,
    understood: Understood,
    now: datetime,
    *,
    check: bool,
    on_conflict: OnConflict,
) -> Outcome:
    """Change a locked plan as a file says, all of it or nothing; `check` does it all and takes it back.

    Errors: PlanFileForeign; PlanFileInvalid, unless only checked; PlanLocked; FieldsChanged, unless it is said which
    of two changes counts or the file is only checked.
    """
    if book.origin.plan_id != plan.id or book.origin.revision > plan.revision:
        raise PlanFileForeign("this file was taken of another plan: take one of this plan")
    before, revision = await read_fields(db, plan.id), plan.revision
    changes, base = dict(understood.changes), book.origin.revision
    conflicts: list[dict[str, Any]] = []
    faults = list(understood.faults)
    if not faults:
        async with db.begin_nested() as savepoint:
            try:
                try:
                    await change(db, plan, account_id, changes, now, base_revision=base)
                except FieldsChanged as changed:
                    if on_conflict is OnConflict.REFUSE and not check:
                        raise
                    conflicts = changed.current["conflicts"]
                    changes = _settle(changes, conflicts, on_conflict)
                    await change(db, plan, account_id, changes, now, base_revision=revision)
            except FieldsInvalid as invalid:
                faults = _locate(invalid, understood)
            if check:
                await savepoint.rollback()
    if check:
        await db.refresh(plan)
    elif faults:
        raise refusal_of(faults)
    return Outcome(book, plan.revision, before, changes, tuple(conflicts), tuple(faults))


def _settle(changes: Mapping[str, Any], conflicts: list[dict[str, Any]], on_conflict: OnConflict) -> dict[str, Any]:
    """Return what is left to be changed where others were faster; all of it, unless theirs counts."""
    theirs = {one["path"] for one in conflicts} if on_conflict is OnConflict.THEIRS else frozenset()
    return {path: value for path, value in changes.items() if path not in theirs}


def _locate(invalid: FieldsInvalid, understood: Understood) -> list[Fault]:
    """Return in which cells stands what the plan has no room for."""
    places = {f"/body/changes/{pointer_part(path)}": place for path, place in understood.places.items()}
    return [Fault(*places.get(pointer, ("", "", "")), detail) for pointer, detail in invalid.errors]


def refusal_of(faults: list[Fault]) -> PlanFileInvalid:
    """Return the refusal of a file with these faults."""
    first, more = faults[0], f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return PlanFileInvalid(
        f"{first.sheet} {first.cell}: {first.detail}{more}",
        errors=[(f"/sheets/{pointer_part(one.sheet)}/{one.cell}", one.detail) for one in faults],
    )
