"""Publishing, comparing and withdrawing releases."""

from typing import Any

import httpx
import pytest

from factories.programme import EDITION, SESSION

EDITIONS = "/api/v1/editions"
PROGRAMME = f"{EDITIONS}/{EDITION['slug']}/programme"
RELEASES = f"{EDITIONS}/{EDITION['slug']}/releases"


@pytest.fixture
async def session(as_organiser: httpx.AsyncClient) -> dict[str, Any]:
    await as_organiser.post(EDITIONS, json=EDITION)
    return (await as_organiser.post(f"{PROGRAMME}/sessions", json=SESSION)).json()


async def publish(client: httpx.AsyncClient, **given: Any) -> httpx.Response:
    return await client.post(RELEASES, json=given)


async def change(client: httpx.AsyncClient, session: dict[str, Any], **given: Any) -> dict[str, Any]:
    url = f"{PROGRAMME}/sessions/{session['id']}"
    answer = await client.patch(url, json=given, headers={"If-Match": f'"{session["version"]}"'})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_first_release_adds_everything(as_organiser: httpx.AsyncClient, session: dict[str, Any]) -> None:
    answer = await publish(as_organiser, comment="First draft")

    assert answer.status_code == 201, answer.text
    release = answer.json()
    assert (release["number"], release["comment"], release["is_current"]) == (1, "First draft", True)
    assert [added["key"] for added in release["changes"]["added"]] == ["opening"]


async def test_second_release_says_what_changed(as_organiser: httpx.AsyncClient, session: dict[str, Any]) -> None:
    await publish(as_organiser)
    await change(as_organiser, session, status="confirmed", ends_at="2030-05-06T11:00:00+09:00")

    preview = (await as_organiser.get(f"{RELEASES}/preview")).json()
    release = (await publish(as_organiser)).json()

    assert preview["next_number"] == 2
    assert preview["changes"] == release["changes"]
    assert release["changes"]["changed"][0]["fields"] == [
        {"field": "end", "before": "2030-05-06T01:00:00Z", "after": "2030-05-06T02:00:00Z"},
        {"field": "status", "before": "tentative", "after": "confirmed"},
    ]


async def test_nothing_new_is_not_published(as_organiser: httpx.AsyncClient, session: dict[str, Any]) -> None:
    await publish(as_organiser)
    again = await publish(as_organiser)
    assert (again.status_code, again.json()["code"]) == (409, "nothing_to_publish")


async def test_warnings_are_shown_before_publishing(as_organiser: httpx.AsyncClient, session: dict[str, Any]) -> None:
    await change(as_organiser, session, languages=["en"])

    refused = await publish(as_organiser)
    accepted = await publish(as_organiser, accept_warnings=True)

    assert (refused.status_code, refused.json()["code"]) == (409, "warnings_unread")
    assert refused.json()["errors"] == [
        {"pointer": "/language_uncovered", "detail": "'Opening' is neither held in nor interpreted into ko"}
    ]
    assert accepted.status_code == 201


async def test_withdrawing_makes_the_release_before_current_and_keeps_the_number(
    as_organiser: httpx.AsyncClient, session: dict[str, Any]
) -> None:
    await publish(as_organiser)
    changed = await change(as_organiser, session, status="confirmed")
    await publish(as_organiser)

    withdrawn = await as_organiser.post(f"{RELEASES}/2/withdraw")
    twice = await as_organiser.post(f"{RELEASES}/2/withdraw")
    listed = (await as_organiser.get(RELEASES)).json()["items"]
    read = await as_organiser.get(f"{RELEASES}/2")
    await change(as_organiser, changed, status="cancelled")
    third = await publish(as_organiser)

    assert withdrawn.json()["is_current"] is False
    assert (twice.status_code, twice.json()["code"]) == (409, "release_withdrawn")
    assert [(release["number"], release["is_current"]) for release in listed] == [(2, False), (1, True)]
    assert read.status_code == 200
    assert third.json()["number"] == 3
    # The difference is to what the public read last, which is release 1.
    assert third.json()["changes"]["changed"][0]["fields"] == [
        {"field": "status", "before": "tentative", "after": "cancelled"}
    ]


async def test_any_two_releases_can_be_compared(as_organiser: httpx.AsyncClient, session: dict[str, Any]) -> None:
    await publish(as_organiser)
    changed = await change(as_organiser, session, status="confirmed")
    await publish(as_organiser)
    await change(as_organiser, changed, status="tentative")
    await publish(as_organiser)

    same = (await as_organiser.get(f"{RELEASES}/3/changes?since=1")).json()
    whole = (await as_organiser.get(f"{RELEASES}/3/changes?since=0")).json()
    missing = await as_organiser.get(f"{RELEASES}/9/changes?since=1")

    assert same == {"added": [], "removed": [], "changed": [], "edition": [], "venues": [], "topics": []}
    assert [added["key"] for added in whole["added"]] == ["opening"]
    assert missing.status_code == 404


async def test_published_edition_cannot_be_deleted(as_organiser: httpx.AsyncClient, session: dict[str, Any]) -> None:
    await publish(as_organiser)
    answer = await as_organiser.delete(f"{EDITIONS}/{EDITION['slug']}", headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.json()["code"]) == (409, "edition_published")


async def test_unpublished_edition_is_deleted_with_its_programme(
    as_organiser: httpx.AsyncClient, session: dict[str, Any]
) -> None:
    url = f"{EDITIONS}/{EDITION['slug']}"
    answer = await as_organiser.delete(url, headers={"If-Match": '"1"'})
    assert answer.status_code == 204
    assert (await as_organiser.get(url)).status_code == 404
