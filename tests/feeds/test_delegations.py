"""The public directory: cities that wish to be known, and nothing of their people."""

from typing import Any

import httpx
import pytest

from factories.delegations import invite_city, make_edition, nominate, path_of
from factories.programme import SESSION

URL = "/public/v1/editions/own/delegations"


@pytest.fixture
async def published(as_organiser: httpx.AsyncClient) -> httpx.AsyncClient:
    await make_edition(as_organiser)
    await as_organiser.post("/api/v1/editions/own/programme/sessions", json=SESSION)
    await as_organiser.post("/api/v1/editions/own/releases", json={"comment": "One", "accept_warnings": True})
    return as_organiser


async def confirmed(organiser: httpx.AsyncClient, *, listed: bool, number: int = 1, **more: Any) -> dict[str, Any]:
    focal = {"name": "Secret focal point", "email": f"focal{number}@example.org"}
    city = await invite_city(organiser, listed=listed, focal_point=focal, mentor="Secret mentor", **more)
    await nominate(organiser, city, name="Secret trainee", email=f"trainee{number}@example.org")
    answer = await organiser.post(path_of("own", city, "/transitions"), json={"to": "confirmed"})
    assert answer.status_code == 200
    return city


async def test_directory_names_confirmed_cities_that_wish_it_and_no_people(
    published: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    await confirmed(published, listed=True)
    await confirmed(published, listed=False, number=2, city={"en": "Kisumu"}, country="KE")
    await invite_city(published, listed=True, city={"en": "Musoma"}, country="TZ")

    answer = await client.get(URL, params={"lang": "ko"})

    assert answer.json() == {
        "lang": "ko",
        "items": [
            {
                "key": "kampala",
                "city": "캄팔라",
                "country": "UG",
                "local_government": "Kampala Capital City Authority",
                "latitude": None,
                "longitude": None,
                "status": "confirmed",
            }
        ],
        "next": None,
    }
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cache-control"] == "public, no-cache"
    assert "ecret" not in answer.text


async def test_directory_follows_a_city_that_changes_its_mind_at_once(
    published: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    city = await confirmed(published, listed=True)
    before = await client.get(URL)
    same = await client.get(URL, headers={"If-None-Match": before.headers["etag"]})
    version = (await published.get(path_of("own", city))).headers["etag"]

    await published.patch(path_of("own", city), json={"listed": False}, headers={"If-Match": version})

    after = await client.get(URL, headers={"If-None-Match": before.headers["etag"]})
    assert (len(before.json()["items"]), same.status_code) == (1, 304)
    assert (after.status_code, after.json()["items"]) == (200, [])


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/public/v1/editions/nowhere/delegations", 404),
        (f"{URL}?lang=vi", 422),
        (f"{URL}?country=UG", 422),
    ],
)
async def test_directory_refuses_what_it_does_not_know(
    published: httpx.AsyncClient, client: httpx.AsyncClient, path: str, status: int
) -> None:
    assert (await client.get(path)).status_code == status


async def test_edition_that_is_not_published_has_no_directory(
    as_organiser: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    await make_edition(as_organiser)
    assert (await client.get(URL)).status_code == 404
