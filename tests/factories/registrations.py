"""Editions with delegations and registrations made up for tests, straight into the tables."""

from datetime import UTC, date, datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.ids import new_id
from madang.delegations.models import Capacity, Delegation, Seats
from madang.participants.models import Registration, RegistrationStatus, Requirement, RequirementForm
from madang.participants.service.common import work_out_names
from madang.programme.models import Edition

MADE_AT = datetime(2019, 9, 1, 8, 0, tzinfo=UTC)


async def make_edition(db: AsyncSession, slug: str = "harbour") -> Edition:
    edition = Edition(
        slug=slug,
        title={"en": f"Training {slug}", "ko": f"{slug} 연수"},
        days=["2019-10-28", "2019-10-29"],
        starts_on=date(2019, 10, 28),
        ends_on=date(2019, 10, 29),
        timezone="Asia/Seoul",
        default_language="en",
        languages=["en", "ko"],
    )
    db.add(edition)
    await db.flush()
    return edition


async def make_delegation(db: AsyncSession, edition: Edition, key: str = "kampala", *, seats: int = 3) -> Delegation:
    delegation = Delegation(
        edition_id=edition.id,
        key=key,
        city={"en": key.capitalize()},
        search_name=key,
        country="UG",
        local_government={"en": f"{key.capitalize()} City"},
    )
    db.add(delegation)
    await db.flush()
    db.add(Seats(delegation_id=delegation.id, capacity=Capacity.OFFICIAL, seats=seats))
    await db.flush()
    return delegation


async def make_registration(
    db: AsyncSession, edition: Edition, name: str = "Kampala trainee 1", **values: Any
) -> Registration:
    registration_id = new_id()
    registration = Registration(
        **{
            "id": registration_id,
            "edition_id": edition.id,
            "email": f"{registration_id.hex}@example.org",
            "email_as_typed": f"{registration_id.hex}@example.org",
            "badge_name": name,
            "status": RegistrationStatus.SUBMITTED,
            "created_at": MADE_AT,
            "updated_at": MADE_AT,
            **values,
        }
    )
    words = work_out_names(registration)
    db.add(registration)
    await db.flush()
    db.add_all(words)
    await db.flush()
    return registration


async def make_requirement(db: AsyncSession, edition: Edition, key: str = "slides", **values: Any) -> Requirement:
    requirement = Requirement(
        **{
            "edition_id": edition.id,
            "key": key,
            "title": {"en": key.capitalize()},
            "form": RequirementForm.TEXT,
            "due_on": date(2019, 9, 20),
            **values,
        }
    )
    db.add(requirement)
    await db.flush()
    return requirement
