"""What a hostile review tried against registrations and delegations, and what has to come of it."""

import io
import zipfile
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from factories.accounts import client_of
from factories.delegations import invite_city, path_of
from madang.core.ids import new_id
from madang.participants.errors import ImportUnreadable
from madang.participants.models import Registration, RegistrationForm, RegistrationStatus
from madang.participants.rules import OwnAction, list_own_actions
from madang.participants.spreadsheets import XLSX, read_table
from support.moments import StoppedClock


async def test_token_that_may_only_nominate_gives_no_seats_and_no_states(
    app: FastAPI, as_organiser: httpx.AsyncClient, edition_id: UUID, clock: StoppedClock
) -> None:
    city = await invite_city(as_organiser)
    expires_at = (clock() + timedelta(days=9)).isoformat()
    body = {"name": "nominates", "scopes": ["delegations:nominate"], "expires_at": expires_at}
    made = (await as_organiser.post("/api/v1/me/api-tokens", json=body)).json()
    script = client_of(app)
    script.headers["Authorization"] = f"Bearer {made['token']}"

    seats = await script.patch(path_of("own", city), json={"seats": {"official": 50}}, headers={"If-Match": '"1"'})
    state = await script.post(path_of("own", city, "/transitions"), json={"to": "withdrawn"})

    assert (seats.status_code, state.status_code) == (422, 409)


@pytest.mark.parametrize("cell", ["A1048576", "XFD1", "XFD1048576"])
def test_workbook_with_a_cell_far_out_is_refused_before_it_is_read(cell: str) -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as packed:
        sheet = f'<worksheet><sheetData><row><c r="{cell}" t="n"><v>1</v></c></row></sheetData></worksheet>'
        packed.writestr("xl/worksheets/sheet1.xml", sheet)
    with pytest.raises(ImportUnreadable, match="at most"):
        read_table(kept.getvalue(), XLSX)


async def test_bulk_brings_nobody_back_to_a_draft(as_organiser: httpx.AsyncClient, edition_id: UUID) -> None:
    body: dict[str, Any] = {"items": [{"id": str(edition_id)}], "to": "draft"}
    answer = await as_organiser.post("/api/v1/editions/own/participants/bulk", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


def test_member_whom_the_city_withdrew_takes_no_seat_again_alone() -> None:
    form = RegistrationForm(edition_id=new_id(), kinds=["trainee"])
    own = {"email": "a@example.org", "email_as_typed": "a@example.org", "status": RegistrationStatus.CANCELLED}
    alone = Registration(edition_id=form.edition_id, **own)
    member = Registration(edition_id=form.edition_id, delegation_id=new_id(), **own)
    now = StoppedClock()()

    assert OwnAction.RESTART in list_own_actions(form, alone, now)
    assert OwnAction.RESTART not in list_own_actions(form, member, now)
