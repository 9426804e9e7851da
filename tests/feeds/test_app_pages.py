"""Pages of the app as they are first sent: found by search engines, read without a script, safe by policy."""

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from feeds.conftest import FILES
from feeds.published import SLUG, publish
from feeds.sample import RELEASE, make_programme
from madang.core.db import Database
from madang.feeds.app_pages import AppPage, render_session
from madang.feeds.render import Shell
from madang.feeds.rules import View
from support.moments import StoppedClock

PAGE = f"/e/{SLUG}"


def linked_data(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


@pytest.mark.parametrize("path", ["/", PAGE])
async def test_agenda_is_in_the_page(public: httpx.AsyncClient, path: str) -> None:
    page = (await public.get(path)).text

    assert "<title>Courtyard Training 2019</title>" in page
    assert re.search(r'<div id="first-view"><main>.*<madang-agenda edition="courtyard-2019" lang="en"', page, re.DOTALL)
    assert page.count('<li class="session"') == 5
    assert f'<link rel="canonical" href="http://localhost:8000{PAGE}">' in page
    assert f'<link rel="alternate" hreflang="ko" href="http://localhost:8000{PAGE}?lang=ko">' in page
    assert 'type="text/calendar"' in page
    assert "<!--madang:" not in page


async def test_page_names_the_validators_of_its_fragment(public: httpx.AsyncClient) -> None:
    page = (await public.get(PAGE)).text
    known = re.search(r'data-etag="([^"]*)"', page)
    assert known is not None

    for accepted in ("", "gzip", "br"):
        headers = {"Accept-Encoding": accepted, "If-None-Match": known[1].replace("&#34;", '"')}
        answer = await public.get(f"/public/v1/editions/{SLUG}/agenda.html", headers=headers)
        assert answer.status_code == 304


async def test_linked_data_tells_dates_place_and_states(public: httpx.AsyncClient) -> None:
    event = linked_data((await public.get(PAGE)).text)

    assert (event["startDate"], event["endDate"]) == ("2019-10-28", "2019-10-29")
    assert event["location"]["geo"] == {"@type": "GeoCoordinates", "latitude": 37.5665, "longitude": 126.978}
    assert [part["eventStatus"].rpartition("/")[2] for part in event["subEvent"]] == [
        "EventScheduled",
        "EventScheduled",
        "EventCancelled",
        "EventScheduled",
        "EventRescheduled",
    ]
    assert [place["name"] for place in event["subEvent"][3]["location"]] == ["Makers' House", "Fair Market"]


async def test_session_has_its_own_title_and_event(public: httpx.AsyncClient) -> None:
    page = (await public.get(f"{PAGE}/s/session-1?lang=ko")).text

    assert "<title>개회 원탁회의 · 마당 연수 2019</title>" in page
    assert '<html lang="ko"' in page
    assert page.count('<li class="session"') == 1
    assert linked_data(page)["startDate"] == "2019-10-28T09:00:00+09:00"


async def test_about_page_reads_without_a_script(public: httpx.AsyncClient) -> None:
    page = (await public.get(f"{PAGE}/about?lang=fr")).text

    assert "<h1>Formation Cour commune 2019</h1>" in page
    assert "<li>Apprendre</li>" in page
    assert '<link rel="canonical" href="http://localhost:8000/e/courtyard-2019/about?lang=fr">' in page


async def test_unknown_parameters_of_pages_are_ignored(public: httpx.AsyncClient) -> None:
    plain = await public.get(PAGE)
    odd = await public.get(f"{PAGE}?utm_source=mail&lang=tlh&tz=Mars/Base")

    assert (odd.status_code, odd.headers["etag"]) == (200, plain.headers["etag"])


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/account", 200),
        (f"/organise/{SLUG}/roles", 200),
        ("/organise/a/b/roles", 404),
        ("/accounts", 404),
        ("/e/nothing", 404),
        ("/pages.json", 404),
        ("/wp-login.php", 404),
        ("/e/nothing/about", 404),
        (f"{PAGE}/s/nothing", 404),
        (f"{PAGE}/nothing", 404),
        ("/index.html", 404),
        ("/embed", 404),
        ("/embed/agenda.js", 404),
        ("/../pyproject.toml", 404),
        ("/%2e%2e/pyproject.toml", 404),
        ("/_app/immutable/start.js.br", 404),
    ],
)
async def test_addresses_of_the_app(public: httpx.AsyncClient, path: str, status: int) -> None:
    answer = await public.get(path)

    assert answer.status_code == status
    if not path.startswith("/embed"):
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert '<div id="app">' in answer.text


@pytest.mark.parametrize(
    "path", ["/api/nothing", "/api/v1/nothing", "/public/v1/nothing", "/embed/v1/nothing.js", "/api"]
)
async def test_unknown_addresses_of_the_api_are_problems(public: httpx.AsyncClient, path: str) -> None:
    for method in ("GET", "POST"):
        answer = await public.request(method, path)
        assert (answer.status_code, answer.json()["code"]) in [(404, "not_found"), (405, "method_not_allowed")]


async def test_policy_allows_the_start_script_by_hash_and_nothing_else_inline(public: httpx.AsyncClient) -> None:
    digest = base64.b64encode(hashlib.sha256(b'start("here");').digest()).decode()

    for path in ("/", PAGE, f"{PAGE}/s/session-1", "/sign-in", "/nothing"):
        policy = (await public.get(path)).headers["content-security-policy"]
        directives = dict(part.split(" ", 1) for part in policy.split("; "))
        assert directives["script-src"] == f"'self' http://localhost:8000 'sha256-{digest}'"
        assert directives["style-src"] == "'self' http://localhost:8000"
        assert directives["frame-ancestors"] == "'none'"
        assert "unsafe" not in policy


async def test_only_the_iframe_page_may_be_framed(public: httpx.AsyncClient) -> None:
    framed = await public.get(f"/embed/v1/editions/{SLUG}/agenda?lang=ko&tz=UTC")

    assert framed.status_code == 200
    assert "frame-ancestors *" in framed.headers["content-security-policy"]
    for path in (f"/public/v1/editions/{SLUG}/agenda.html", f"/public/v1/editions/{SLUG}/agenda.json", PAGE):
        for _ in range(2):
            assert "frame-ancestors 'none'" in (await public.get(path)).headers["content-security-policy"]


async def test_service_worker_may_fetch_and_is_never_kept_unasked(public: httpx.AsyncClient) -> None:
    worker = await public.get("/service-worker.js")

    policy = worker.headers["content-security-policy"]
    assert worker.headers["content-type"].startswith("text/javascript")
    assert worker.headers["cache-control"] == "public, no-cache"
    assert "connect-src 'self'" in policy
    assert "'sha256-" not in policy
    other = (await public.get("/favicon.svg")).headers["content-security-policy"]
    assert other == "default-src 'none'; frame-ancestors 'none'"


async def test_built_files(public: httpx.AsyncClient) -> None:
    immutable = await public.get("/_app/immutable/start.js")
    assert immutable.text == FILES["_app/immutable/start.js"]
    assert immutable.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert (await public.get("/_app/version.json")).headers["cache-control"] == "public, no-cache"
    async with public.stream("GET", "/_app/immutable/start.js", headers={"Accept-Encoding": "br"}) as answer:
        assert b"".join([part async for part in answer.aiter_raw()]) == b"not really Brotli"
    for _ in range(2):
        script = await public.get("/embed/v1/agenda.js")
        assert script.headers["content-type"] == "text/javascript; charset=utf-8"
        assert script.headers["access-control-allow-origin"] == "*"
        assert script.headers["cross-origin-resource-policy"] == "cross-origin"
        again = await public.get("/embed/v1/agenda.js", headers={"If-None-Match": script.headers["etag"]})
        assert again.status_code == 304


async def test_without_a_build_the_api_answers_and_pages_say_so(
    tmp_path: Path, app: FastAPI, public: httpx.AsyncClient
) -> None:
    surface = app.state.surface
    app.state.surface = type(surface)(surface.shell, AppPage.read(tmp_path / "nowhere"), {})

    assert (await public.get(f"/public/v1/editions/{SLUG}/agenda.json")).status_code == 200
    for path in (PAGE, "/", "/sign-in"):
        answer = await public.get(path)
        assert answer.status_code == 503
        assert "<code>make run</code>" in answer.text


async def test_root_without_an_edition_is_the_plain_page(built_frontend: Path, client: httpx.AsyncClient) -> None:
    answer = await client.get("/")

    assert (answer.status_code, answer.text.count("madang-agenda")) == (200, 0)


async def test_new_release_is_in_the_page(
    public: httpx.AsyncClient, seen: Any, database: Database, clock: StoppedClock
) -> None:
    old = await public.get("/")

    await seen(publish(database, make_programme(title={"en": "Renamed"}), at=clock.advance(hours=1)))

    new = await public.get("/", headers={"If-None-Match": old.headers["etag"]})
    assert new.status_code == 200
    assert "<title>Renamed</title>" in new.text


def test_what_organisers_write_cannot_leave_its_place(built_frontend: Path) -> None:
    nasty = "</script><script>alert(1)</script><!--madang:head--><!--madang:first-view-->\" onload=x '"
    programme: Any = make_programme(title={"en": nasty}, theme={"en": nasty})
    session = programme["sessions"][0]
    session["title"] = session["abstract"] = {"en": nasty}

    made = render_session(
        AppPage.read(built_frontend),
        programme,
        RELEASE,
        session,
        View("en", "Asia/Seoul"),
        Shell("http://localhost:8000", ()),
    )

    page = made.body.decode()
    assert page.count("<script") == 3  # Kit's two and the linked data
    assert "alert(1)</script>" not in page
    assert linked_data(page)["name"] == nasty


async def test_build_replaced_under_a_process_is_missed_plainly(
    public: httpx.AsyncClient, built_frontend: Path
) -> None:
    (built_frontend / "_app/immutable/start.js").unlink()
    (built_frontend / "_app/version.json").write_text('{"version":"2"}')

    gone = await public.get("/_app/immutable/start.js")
    version = await public.get("/_app/version.json")

    assert (gone.status_code, gone.json()["code"]) == (404, "not_found")
    assert version.json() == {"version": "1"}  # what this process serves: a browser told of another would reload
