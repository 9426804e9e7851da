"""Whom participants of an edition call when they are lost."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.db import flush_new
from madang.core.errors import Invalid, Stale
from madang.programme.models import Edition
from madang.schedules.models import Helpline
from madang.schedules.schemas import HelplineFields, HelplinePublic


def describe_helpline(helpline: Helpline | None) -> HelplinePublic:
    """Return a helpline as organisers see it; version 0 where there is none yet."""
    if helpline is None:
        return HelplinePublic(version=0, numbers=[], note={}, updated_at=None)
    return HelplinePublic.model_validate(helpline.model_dump(exclude={"id", "edition_id", "created_at"}))


async def set_helpline(
    db: AsyncSession, edition: Edition, helpline: Helpline | None, fields: HelplineFields, now: datetime
) -> Helpline:
    """Set whom to call, whole. Errors: Invalid; Stale when somebody else made the first at the same moment."""
    faults = list(_faults(fields, edition.default_language))
    if faults:
        raise Invalid(f"{faults[0][0]}: {faults[0][1]}", errors=faults)
    values = fields.model_dump()
    if helpline is None:
        helpline = Helpline(edition_id=edition.id, created_at=now, updated_at=now, **values)
        db.add(helpline)
    elif any(getattr(helpline, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(helpline, name, value)
        helpline.touch(now)
    await flush_new(db, Stale("somebody else has just written it down; read it again"))
    return helpline


def _faults(fields: HelplineFields, default: str) -> Iterator[tuple[str, str]]:
    wanted = f"is required in the edition's default language, {default!r}"
    for index, number in enumerate(fields.numbers):
        if not number.label.get(default):
            yield f"/body/numbers/{index}/label/{default}", wanted
    if fields.note and not fields.note.get(default):
        yield f"/body/note/{default}", wanted
