"""Organisers say when cities report."""

from typing import Any

import httpx
import pytest

from factories.follow_up import PERIOD
from follow_up.conftest import Home

SECOND = PERIOD | {"name": {"en": "Second report"}, "opens_on": "2020-11-01", "due_on": "2020-11-30"}


async def test_periods_are_listed_by_the_day_on_which_they_are_due(organiser: httpx.AsyncClient, home: Home):
    made = await organiser.post(f"{home.office}/report-periods", json=SECOND | {"remind_before": [3, 7, 3]})

    items = (await organiser.get(f"{home.office}/report-periods")).json()["items"]
    assert made.status_code == 201, made.text
    assert made.json()["remind_before"] == [7, 3]
    assert [item["name"]["en"] for item in items] == ["First report", "Second report"]


@pytest.mark.parametrize(
    ("change", "status", "pointers"),
    [
        ({"opens_on": "2020-12-01"}, 422, ["/body/opens_on"]),
        ({"name": {"ko": "둘째 보고"}}, 422, ["/body/name"]),
        ({"due_on": "2020-05-31", "opens_on": "2020-05-01"}, 409, ["/body/due_on"]),
        ({"remind_after": [400]}, 422, ["/body/remind_after/0"]),
    ],
)
async def test_period_that_makes_no_sense_is_refused_by_name(
    organiser: httpx.AsyncClient, home: Home, change: dict[str, Any], status: int, pointers: list[str]
):
    refused = await organiser.post(f"{home.office}/report-periods", json=SECOND | change)

    assert refused.status_code == status
    assert [error["pointer"] for error in refused.json()["errors"]] == pointers


async def test_period_is_changed_on_the_version_that_was_read(organiser: httpx.AsyncClient, home: Home):
    address = f"{home.office}/report-periods/{home.period.id}"

    moved = await organiser.patch(address, json={"due_on": "2020-06-15"}, headers={"If-Match": '"1"'})
    stale = await organiser.patch(address, json={"due_on": "2020-06-30"}, headers={"If-Match": '"1"'})
    reversed_days = await organiser.patch(address, json={"due_on": "2020-01-01"}, headers={"If-Match": '"2"'})

    assert (moved.json()["due_on"], moved.json()["name"]) == ("2020-06-15", PERIOD["name"])
    assert (stale.status_code, reversed_days.json()["errors"][0]["pointer"]) == (412, "/body/opens_on")


async def test_period_is_taken_back_until_somebody_has_opened_its_report(
    organiser: httpx.AsyncClient, trainee: httpx.AsyncClient, home: Home
):
    second = (await organiser.post(f"{home.office}/report-periods", json=SECOND)).json()["id"]
    await trainee.post(f"{home.report}/open")

    gone = await organiser.delete(f"{home.office}/report-periods/{second}", headers={"If-Match": '"1"'})
    kept = await organiser.delete(f"{home.office}/report-periods/{home.period.id}", headers={"If-Match": '"1"'})

    assert (gone.status_code, kept.json()["code"]) == (204, "in_use")
