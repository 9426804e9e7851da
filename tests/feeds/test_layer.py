"""The layer in front: who sees a new release and when, what outlives the database, which hosts are answered."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy.exc import OperationalError
from sqlmodel.ext.asyncio.session import AsyncSession

from feeds.published import SLUG, publish
from feeds.sample import make_programme
from madang.core.db import Database
from madang.feeds import layer
from madang.main import create_app
from madang.settings import Settings
from support.moments import StoppedClock

AGENDA = f"/public/v1/editions/{SLUG}/agenda.json"


@asynccontextmanager
async def process(settings: Settings, database: Database) -> AsyncIterator[httpx.AsyncClient]:
    """Run a server process of its own: its memory, its watcher, its connections."""
    app = create_app(settings, database=database)
    transport = httpx.ASGITransport(layer.in_front(app))
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://testserver") as client,
    ):
        yield client


async def title(client: httpx.AsyncClient) -> str:
    found: str = (await client.get(AGENDA)).json()["edition"]["title"]
    return found


async def test_every_process_sees_a_new_release_within_about_a_second(
    built_frontend: Path, live_settings: Settings, live: Database, live_twin: Database, clock: StoppedClock
) -> None:
    await publish(live, at=clock())
    async with process(live_settings, live) as one, process(live_settings, live_twin) as other:
        assert [await title(one), await title(other)] == ["Courtyard Training 2019"] * 2

        await publish(live, make_programme(title={"en": "Renamed"}), at=clock.advance(hours=1))
        assert [await title(one), await title(other)] == ["Courtyard Training 2019"] * 2
        await asyncio.sleep(layer.LOOK_SECONDS * 1.5)

        assert [await title(one), await title(other)] == ["Renamed"] * 2


class Unreachable(Database):
    """A database that goes away and comes back."""

    def __init__(self, real: Database) -> None:
        self.real = real
        self.away = False

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        if self.away:
            raise OperationalError("SELECT", {}, ConnectionRefusedError("no server"))
        async with self.real.read() as db:
            yield db


async def test_outage_serves_what_is_remembered_and_then_goes_on(
    built_frontend: Path, settings: Settings, database: Database, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layer, "LOOK_SECONDS", 0.01)
    await publish(database, at=clock())
    unreachable = Unreachable(database)
    async with process(settings, unreachable) as client:
        before = await client.get(AGENDA)

        unreachable.away = True
        await asyncio.sleep(0.05)
        kept = await client.get(AGENDA)
        other = await client.get(f"{AGENDA}?lang=ko")
        assert (kept.status_code, kept.content) == (200, before.content)
        assert (other.status_code, other.json()["code"]) == (503, "unavailable")

        await publish(database, make_programme(title={"en": "Renamed"}), at=clock.advance(hours=1))
        unreachable.away = False
        await asyncio.sleep(0.1)
        assert await title(client) == "Renamed"


async def test_process_that_starts_in_an_outage_looks_again(
    built_frontend: Path, settings: Settings, database: Database, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layer, "LOOK_SECONDS", 0.01)
    await publish(database, at=clock())
    unreachable = Unreachable(database)
    unreachable.away = True
    async with process(settings, unreachable) as client:
        assert (await client.get(AGENDA)).status_code == 503
        unreachable.away = False
        await asyncio.sleep(0.05)
        assert (await client.get(AGENDA)).status_code == 200


async def test_without_a_watcher_nothing_is_outdated(
    built_frontend: Path, client: httpx.AsyncClient, database: Database, clock: StoppedClock
) -> None:
    await publish(database, at=clock())
    assert await title(client) == "Courtyard Training 2019"

    await publish(database, make_programme(title={"en": "Renamed"}), at=clock.advance(hours=1))

    assert await title(client) == "Renamed"


async def test_many_misses_at_once_render_once(
    public: httpx.AsyncClient, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: list[str] = []
    real = layer.FeedMemory._keep
    monkeypatch.setattr(
        layer.FeedMemory, "_keep", lambda memory, key, made: (rendered.append(str(key[1])), real(memory, key, made))[1]
    )

    answers = await asyncio.gather(*(public.get(f"{AGENDA}?n&".replace("n&", "")) for _ in range(30)))

    assert len({answer.content for answer in answers}) == 1
    assert rendered == ["json"]


async def test_host_is_checked_on_answers_from_memory_too(
    built_frontend: Path, settings: Settings, database: Database, clock: StoppedClock
) -> None:
    await publish(database, at=clock())
    strict = settings.model_copy(update={"allowed_hosts": ["testserver"]})
    async with process(strict, database) as client:
        for _ in range(2):
            assert (await client.get(AGENDA)).status_code == 200
            assert (await client.get(AGENDA, headers={"Host": "evil.example"})).status_code == 400


async def test_memory_stays_bounded_under_random_queries(public: httpx.AsyncClient, app: FastAPI) -> None:
    memory = app.state.feeds
    memory.max_bytes = 60_000

    for number in range(60):
        query = f"lang={('en', 'ko', 'fr', 'es')[number % 4]}&tz={('UTC', 'Asia/Seoul', 'Europe/Paris')[number % 3]}"
        await public.get(f"/public/v1/editions/{SLUG}/agenda.{('json', 'txt', 'html')[number % 3]}?{query}")
        await public.get(f"{AGENDA}?junk={number}")
        assert memory.bytes <= 60_000

    assert 0 < len(memory.raw) < 60
    assert not [raw for raw in memory.raw if b"junk" in raw[1]]


async def test_http_alone_is_for_the_layer(app: FastAPI) -> None:
    asked: list[str] = []

    async def inner(scope: layer.Scope, receive: layer.Receive, send: layer.Send) -> None:
        asked.append(scope["type"])

    front = layer.FeedLayer(inner, app.state.feeds)
    for kind in ("lifespan", "websocket"):
        await front({"type": kind}, None, None)  # type: ignore[arg-type]

    assert asked == ["lifespan", "websocket"]
