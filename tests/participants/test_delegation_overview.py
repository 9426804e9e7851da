"""A delegation on one page: what is missing, and never what was given."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import httpx
from sqlmodel import select

from factories.delegations import SUCCESSOR, invite_city, nominate, overview, path_of
from madang.core.db import Database
from madang.participants.models import (
    Registration,
    Requirement,
    RequirementAnswer,
    RequirementForm,
    RequirementState,
    SensitiveDetail,
    SensitiveKind,
)
from support.moments import StoppedClock


async def test_erased_member_is_counted_and_no_more(
    focal: httpx.AsyncClient, city: dict[str, Any], database: Database, clock: StoppedClock
) -> None:
    member = await nominate(focal, city)
    async with database.write() as db:
        registration = (await db.exec(select(Registration))).one()
        registration.erased_at, registration.badge_name = clock(), ""

    page = await overview(focal, city)
    touched = await focal.post(path_of("own", city, f"/members/{member['id']}/withdraw"), json={})

    assert ([(one["name"], one["email"]) for one in page["former"]], page["members"]) == ([("", None)], [])
    assert touched.status_code == 404


async def test_overview_says_what_is_missing_and_never_what_was_given(
    focal: httpx.AsyncClient, city: dict[str, Any], edition_id: UUID, database: Database, clock: StoppedClock
) -> None:
    first, second = await nominate(focal, city), await nominate(focal, city, **SUCCESSOR, capacity="sse_actor")
    async with database.write() as db:
        needed = [
            Requirement(
                edition_id=edition_id,
                key=key,
                title={"en": key},
                form=RequirementForm.TEXT,
                due_on=date(2030, 4, 1),
                kinds=kinds,
            )
            for key, kinds in (("flight", []), ("slides", ["speaker"]), ("outline", ["trainee"]))
        ]
        db.add_all(needed)
        await db.flush()
        db.add(
            RequirementAnswer(
                requirement_id=needed[0].id,
                registration_id=UUID(first["id"]),
                state=RequirementState.GIVEN,
                text="planted words",
            )
        )
        for kind in (SensitiveKind.PASSPORT, SensitiveKind.ACCESS_NEED):
            db.add(
                SensitiveDetail(
                    registration_id=UUID(first["id"]),
                    kind=kind,
                    sealed=b"planted bytes",
                    purpose="visa",
                    consented_at=clock(),
                    erase_on=date(2030, 6, 1),
                )
            )

    answer = await focal.get(path_of("own", city, "/overview"))

    page = answer.json()
    standing = {one["id"]: one for one in page["members"]}
    assert [one["key"] for one in page["requirements"]] == ["flight", "outline"]
    assert {key: standing[first["id"]][key] for key in ("passport", "emergency_contact", "missing")} == {
        "passport": True,
        "emergency_contact": False,
        "missing": 3,
    }
    assert standing[first["id"]]["requirements"] == [
        {"key": "flight", "state": "given"},
        {"key": "outline", "state": "missing"},
    ]
    assert (standing[second["id"]]["missing"], page["missing"]) == (5, 8)
    assert page["warnings"] == ["no_head", "seats_free"]
    assert "planted" not in answer.text
    assert "access" not in answer.text


async def test_overview_asks_the_database_as_often_for_many_as_for_one(
    as_organiser: httpx.AsyncClient, edition_id: UUID, count_queries: Callable[[], Any]
) -> None:
    city = await invite_city(as_organiser, seats={"official": 9})
    counts = []
    for numbers in (range(1), range(1, 8)):
        for number in numbers:
            await nominate(as_organiser, city, email=f"{number}@kampala.example.org")
        with count_queries() as counted:
            await overview(as_organiser, city)
        counts.append(counted.number)
    assert counts[0] == counts[1]
