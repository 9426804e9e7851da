"""The public surface over HTTP: formats, validators, refusals, other origins."""

import gzip
from collections.abc import Awaitable, Callable
from typing import Any

import brotli
import httpx
import pytest
from fastapi import FastAPI

from feeds.published import SLUG, publish, redact, withdraw
from feeds.sample import make_programme
from madang.core.db import Database
from madang.feeds import schemas
from madang.programme.models import Visibility
from support.moments import StoppedClock

Seen = Callable[[Awaitable[object]], Awaitable[None]]

EDITIONS = "/public/v1/editions"
EDITION = f"{EDITIONS}/{SLUG}"
AGENDA = f"{EDITION}/agenda"

FORMATS = {
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}


@pytest.mark.parametrize(("suffix", "media_type"), FORMATS.items())
async def test_suffix_and_accept_give_the_same_bytes(public: httpx.AsyncClient, suffix: str, media_type: str) -> None:
    by_suffix = await public.get(f"{AGENDA}.{suffix}", headers={"Accept": "image/png"})
    by_accept = await public.get(AGENDA, headers={"Accept": media_type.split(";", maxsplit=1)[0]})

    assert (by_suffix.status_code, by_accept.status_code) == (200, 200)
    assert by_suffix.headers["content-type"] == by_accept.headers["content-type"] == media_type
    assert by_suffix.content == by_accept.content
    assert by_suffix.headers["vary"] == "Accept-Encoding"
    assert by_accept.headers["vary"] == "Accept, Accept-Encoding"


async def test_nothing_that_fits_is_406_with_the_list(public: httpx.AsyncClient) -> None:
    answer = await public.get(AGENDA, headers={"Accept": "image/png"})

    assert answer.status_code == 406
    assert answer.json()["code"] == "not_acceptable"
    assert answer.json()["current"] == ["application/json", "text/html", "text/calendar", "text/plain"]
    assert answer.headers["vary"] == "Accept"


async def test_first_answer_and_remembered_answer_are_the_same(public: httpx.AsyncClient, app: FastAPI) -> None:
    first = await public.get(f"{AGENDA}.json")
    assert len(app.state.feeds.raw) == 1
    again = await public.get(f"{AGENDA}.json")

    assert again.content == first.content
    own = {"x-request-id": first.headers["x-request-id"]}
    assert dict(first.headers) == dict(again.headers) | own


@pytest.mark.parametrize("accepted", ["", "gzip", "br, gzip"])
async def test_encodings_hold_the_same_agenda(public: httpx.AsyncClient, accepted: str) -> None:
    plain = await public.get(f"{AGENDA}.txt")
    unpack = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}[accepted.partition(",")[0]]

    async with public.stream("GET", f"{AGENDA}.txt", headers={"Accept-Encoding": accepted}) as answer:
        sent = b"".join([part async for part in answer.aiter_raw()])

    assert answer.headers.get("content-encoding", "") == accepted.partition(",")[0]
    assert int(answer.headers["content-length"]) == len(sent)
    assert unpack(sent) == plain.content


CONDITIONS = [
    ("{etag}", 304),
    ("W/{etag}", 304),
    ('"other", {etag}', 304),
    ("*", 304),
    ('"other"', 200),
    ("W/garbage", 200),
    ("", 200),
]


@pytest.mark.parametrize("accepted", ["", "gzip", "br"])
@pytest.mark.parametrize(("condition", "status"), CONDITIONS)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_validator_decides(
    public: httpx.AsyncClient, accepted: str, condition: str, status: int, method: str
) -> None:
    headers = {"Accept-Encoding": accepted}
    etag = (await public.get(f"{AGENDA}.json", headers=headers)).headers["etag"]

    answer = await public.request(
        method, f"{AGENDA}.json", headers=headers | {"If-None-Match": condition.format(etag=etag)}
    )

    assert (answer.status_code, answer.headers["etag"]) == (status, etag)


async def test_304_keeps_what_a_cache_needs_and_nothing_of_the_body(public: httpx.AsyncClient) -> None:
    full = await public.get(AGENDA)
    answer = await public.get(AGENDA, headers={"If-None-Match": full.headers["etag"]})

    assert answer.content == b""
    assert dict(answer.headers) == {
        name: full.headers[name]
        for name in ("etag", "cache-control", "vary", "access-control-allow-origin", "access-control-expose-headers")
    }


async def test_validator_of_another_encoding_or_format_does_not_match(public: httpx.AsyncClient) -> None:
    plain = (await public.get(f"{AGENDA}.json")).headers["etag"]

    for url, headers in (
        (f"{AGENDA}.json", {"Accept-Encoding": "br"}),
        (f"{AGENDA}.ics", {}),
        (f"{AGENDA}.json?lang=ko", {}),
    ):
        assert (await public.get(url, headers=headers | {"If-None-Match": plain})).status_code == 200


async def test_date_counts_only_when_it_is_exactly_ours(public: httpx.AsyncClient) -> None:
    modified = (await public.get(f"{AGENDA}.json")).headers["last-modified"]
    assert modified == "Mon, 30 Sep 2019 08:00:00 GMT"

    async def status(date: str, **more: str) -> int:
        return (await public.get(f"{AGENDA}.json", headers={"If-Modified-Since": date} | more)).status_code

    assert await status(modified) == 304
    assert await status("Mon, 30 Sep 2019 08:00:01 GMT") == 200
    assert await status(modified, **{"If-None-Match": '"other"'}) == 200


async def test_head_says_what_get_would(public: httpx.AsyncClient) -> None:
    for url in (f"{AGENDA}.ics", EDITIONS, f"{EDITIONS}/nothing"):
        for _ in range(2):  # once from the route, once from memory
            head, full = await public.head(url), await public.get(url)
            assert head.content == b""
            assert head.status_code == full.status_code
            compared = ("content-length", "content-type", "etag", "cache-control")
            assert [head.headers.get(name) for name in compared] == [full.headers.get(name) for name in compared]


async def test_other_origins_may_read_but_bring_nobody(public: httpx.AsyncClient) -> None:
    origin = {"Origin": "https://partner.example.org"}

    for url in (f"{AGENDA}.json", f"{AGENDA}.json", f"{EDITIONS}/nothing", f"{AGENDA}?x=1"):
        answer = await public.get(url, headers=origin)
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers
    preflight = await public.options(
        f"{AGENDA}.json",
        headers=origin | {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "if-none-match"},
    )
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-origin"] == "*"
    assert "if-none-match" in preflight.headers["access-control-allow-headers"]
    assert preflight.headers["allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("url", ["/", f"/e/{SLUG}", "/api/v1/editions", "/health/live"])
async def test_nothing_else_is_open_to_other_origins(public: httpx.AsyncClient, url: str) -> None:
    for _ in range(2):
        answer = await public.get(url, headers={"Origin": "https://partner.example.org"})
        assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    ("url", "status", "code"),
    [
        (f"{EDITIONS}/nothing", 404, "edition_unknown"),
        (f"{EDITIONS}/nothing/agenda.ics", 404, "edition_unknown"),
        (f"{EDITIONS}/%00/agenda.json", 404, "edition_unknown"),
        (f"{EDITIONS}/{'x' * 65}", 422, "invalid"),
        (f"{EDITION}/sessions/nothing", 404, "session_unknown"),
        (f"{EDITION}/sessions/%00", 404, "session_unknown"),
        (f"{EDITION}/releases/7", 404, "release_unknown"),
        (f"{EDITION}/releases/7/agenda.json", 404, "release_unknown"),
        (f"{EDITION}/releases/{2**70}/agenda.json", 422, "invalid"),
        (f"{EDITION}/releases/x/agenda", 422, "invalid"),
        (f"{AGENDA}.xlsx", 404, "not_found"),
        (f"{AGENDA}?utm_source=x", 422, "parameter_unknown"),
        (f"{AGENDA}?lang=en&lang=ko", 422, "parameter_unknown"),
        (f"{AGENDA}?topic=nothing", 422, "filter_unknown"),
        (f"{AGENDA}?day=", 422, "filter_unknown"),
        (f"{AGENDA}?lang=xx", 422, "language_unknown"),
        (f"{AGENDA}?tz=Mars/Base", 422, "zone_unknown"),
        (f"{AGENDA}?tz=%ED%A0%80", 422, "zone_unknown"),
        (f"{EDITIONS}?tz=UTC", 422, "parameter_unknown"),
        (f"{EDITIONS}?lang=tlh", 422, "language_unknown"),
        (f"{EDITION}/releases?limit=1", 422, "parameter_unknown"),
    ],
)
async def test_refusals_have_a_status_and_a_code(
    public: httpx.AsyncClient, app: FastAPI, url: str, status: int, code: str
) -> None:
    answer = await public.get(url)

    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert app.state.feeds.raw == {}


async def test_languages(public: httpx.AsyncClient) -> None:
    async def said(url: str) -> str:
        return (await public.get(url)).headers["content-language"]

    assert await said(f"{AGENDA}.json") == "en"
    assert await said(f"{AGENDA}.json?lang=ko-KR") == "ko"
    assert await said(f"{AGENDA}.json?lang=es") == "en"
    assert await said(f"{AGENDA}.html?lang=es") == "es, en"


async def test_answers_are_as_documented(public: httpx.AsyncClient) -> None:
    for url, model in {
        EDITIONS: schemas.EditionList,
        EDITION: schemas.EditionRead,
        AGENDA: schemas.Agenda,
        f"{EDITION}/sessions/session-4?lang=ko&tz=UTC": schemas.SessionRead,
        f"{EDITION}/releases": schemas.ReleaseList,
        f"{EDITION}/releases/1": schemas.ReleaseRead,
        f"{EDITION}/releases/1/agenda": schemas.Agenda,
    }.items():
        model.model_validate((await public.get(url)).json())


async def test_current_is_asked_for_each_time_and_a_release_is_kept(public: httpx.AsyncClient) -> None:
    async def cached(url: str) -> str:
        return (await public.get(url)).headers["cache-control"]

    assert await cached(f"{AGENDA}.json") == "public, no-cache"
    assert await cached(f"{EDITION}/releases/1/agenda.json") == "public, max-age=31536000, immutable"
    assert await cached(f"{EDITION}/releases/1") == "public, no-cache"


async def test_release_before_stays_readable(
    public: httpx.AsyncClient, seen: Seen, database: Database, clock: StoppedClock
) -> None:
    first = (await public.get(f"{AGENDA}.json")).json()
    await seen(publish(database, make_programme(title={"en": "Renamed"}), at=clock.advance(hours=1)))

    kept = (await public.get(f"{EDITION}/releases/1/agenda.json")).json()
    listed = (await public.get(f"{EDITION}/releases")).json()["items"]

    assert kept == first
    assert [(item["number"], item["is_current"]) for item in listed] == [(2, True), (1, False)]


async def test_erasing_a_name_ends_what_was_immutable(
    public: httpx.AsyncClient, seen: Seen, database: Database
) -> None:
    url = f"{EDITION}/releases/1/agenda.json"
    before = await public.get(url)
    assert "Example Person" in before.text
    redacted: Any = make_programme()
    redacted["sessions"][0]["people"][0].update(id=None, name=None)

    await seen(redact(database, 1, redacted))
    after = await public.get(url, headers={"If-None-Match": before.headers["etag"]})

    assert after.status_code == 200
    assert "Example Person" not in after.text
    assert after.headers["cache-control"] == "public, no-cache"
    assert "last-modified" not in after.headers
    assert (before.headers["etag"][:5], after.headers["etag"][:5]) == ('"1.0-', '"1.1-')


async def test_withdrawing_makes_the_release_before_current_again(
    public: httpx.AsyncClient, seen: Seen, database: Database, clock: StoppedClock
) -> None:
    await seen(publish(database, make_programme(title={"en": "Renamed"}), at=clock.advance(hours=1)))
    withdrawn = await public.get(f"{AGENDA}.json")

    await seen(withdraw(database, 2, at=clock.advance(hours=1)))
    answer = await public.get(f"{AGENDA}.json", headers={"If-Modified-Since": withdrawn.headers["last-modified"]})

    assert answer.status_code == 200
    assert (withdrawn.json()["release"]["number"], answer.json()["release"]["number"]) == (2, 1)
    assert (await public.get(f"{EDITION}/releases/2/agenda.json")).status_code == 200
    listed = (await public.get(f"{EDITION}/releases")).json()["items"]
    assert [(item["number"], item["is_current"], item["withdrawn_at"]) for item in listed] == [
        (2, False, "2019-09-30T10:00:00Z"),
        (1, True, None),
    ]


async def test_edition_whose_only_release_was_withdrawn_has_no_agenda_and_keeps_its_number(
    public: httpx.AsyncClient, seen: Seen, database: Database, clock: StoppedClock
) -> None:
    frozen = await public.get(f"{EDITION}/releases/1/agenda.json")
    await seen(withdraw(database, 1, at=clock.advance(hours=1)))

    current, numbered = await public.get(f"{AGENDA}.json"), await public.get(f"{EDITION}/releases/1/agenda.json")
    release, missing = await public.get(f"{EDITION}/releases/1"), await public.get(f"{EDITION}/releases/2")
    listed = await public.get(f"{EDITION}/releases")

    assert (current.status_code, current.json()["code"]) == (404, "edition_unknown")
    assert (numbered.status_code, numbered.json()) == (200, frozen.json())
    assert [answer.headers["cache-control"] for answer in (frozen, numbered)] == [
        "public, max-age=31536000, immutable",
        "public, no-cache",
    ]
    assert [(item["number"], item["is_current"]) for item in listed.json()["items"]] == [(1, False)]
    assert (release.json()["is_current"], missing.json()["code"]) == (False, "release_unknown")


async def test_only_public_editions_are_listed_and_private_ones_are_unknown(
    public: httpx.AsyncClient, database: Database, clock: StoppedClock
) -> None:
    await publish(database, make_programme(slug="hidden"), at=clock(), slug="hidden", visibility=Visibility.PRIVATE)
    await publish(
        database, make_programme(slug="by-address"), at=clock(), slug="by-address", visibility=Visibility.UNLISTED
    )

    listed = (await public.get(EDITIONS)).json()["items"]

    assert [(item["slug"], item["featured"]) for item in listed] == [(SLUG, True)]
    assert (await public.get(f"{EDITIONS}/by-address/agenda.json")).status_code == 200
    for url in (f"{EDITIONS}/hidden", f"{EDITIONS}/hidden/agenda.ics", f"{EDITIONS}/hidden/releases", "/e/hidden"):
        assert (await public.get(url)).status_code == 404


async def test_running_edition_is_featured_before_open_and_completed_ones(
    public: httpx.AsyncClient, seen: Seen, database: Database, clock: StoppedClock
) -> None:
    for slug, status, day in (
        ("past", "completed", "2030-01-01"),
        ("soon", "open", "2029-05-01"),
        ("later", "open", "2029-06-01"),
    ):
        await publish(database, make_programme(slug=slug, status=status, days=[day]), at=clock(), slug=slug)

    def featured(items: list[dict[str, Any]]) -> list[str]:
        return [item["slug"] for item in items if item["featured"]]

    await seen(
        publish(database, make_programme(slug="old", status="archived", days=["2001-01-01"]), at=clock(), slug="old")
    )
    # courtyard-2019 is open too, and of the open ones it comes first.
    items = (await public.get(EDITIONS)).json()["items"]
    assert [item["slug"] for item in items] == ["past", "later", "soon", SLUG, "old"]
    assert featured(items) == [SLUG]
    await seen(
        publish(database, make_programme(slug="now", status="running", days=["2018-01-01"]), at=clock(), slug="now")
    )
    assert featured((await public.get(f"{EDITIONS}?lang=en")).json()["items"]) == ["now"]


async def test_answer_from_memory_asks_the_database_nothing(public: httpx.AsyncClient, app: FastAPI) -> None:
    urls = (f"{AGENDA}.json", f"{AGENDA}.ics?lang=ko", EDITIONS, f"{EDITION}/sessions/session-1", f"/e/{SLUG}/about")
    for url in urls:
        await public.get(url)
    app.state.database = None

    assert [(await public.get(url)).status_code for url in urls] == [200] * len(urls)
