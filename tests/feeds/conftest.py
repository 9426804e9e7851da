"""A public surface that is watched as in a server process, with a small frontend built for it."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from feeds.published import publish
from madang.core.db import Database
from madang.feeds import layer
from madang.settings import Settings
from support.moments import StoppedClock

INDEX = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><!--madang:head--><script type="module" src="/_app/immutable/start.js"></script></head>
<body><div id="first-view"><!--madang:first-view--></div><div id="app"><script>start("here");</script></div></body>
</html>
"""
FILES = {
    "index.html": INDEX,
    "pages.json": json.dumps([r"^\/$", r"^\/account\/?$", r"^\/organise\/([^/]+?)\/roles\/?$", r"^\/e\/([^/]+?)\/?$"]),
    "favicon.svg": "<svg/>",
    "_app/immutable/start.js": "export {};" * 100,
    "_app/immutable/start.js.br": "not really Brotli",
    "_app/version.json": '{"version":"1"}',
    "service-worker.js": "self",
    "embed/agenda.js": "customElements;" * 100,
    "embed/agenda.css": ".madang-agenda{}" * 100,
}


@pytest.fixture
def built_frontend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a built frontend, which the settings point at."""
    folder = tmp_path / "build"
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.setattr(Settings, "frontend_dir", folder)
    return folder


@pytest_asyncio.fixture
async def public(
    built_frontend: Path, app: FastAPI, database: Database, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[httpx.AsyncClient]:
    """Return a client of a process that remembers answers and looks for releases all the time; one is published."""
    monkeypatch.setattr(layer, "LOOK_SECONDS", 0.01)
    await publish(database, at=clock())
    transport = httpx.ASGITransport(layer.in_front(app))
    async with (
        layer.watching(database, app.state.feeds),
        httpx.AsyncClient(transport=transport, base_url="http://testserver") as client,
    ):
        del client.headers["accept-encoding"]
        yield client


@pytest.fixture
def seen(app: FastAPI) -> Callable[[Awaitable[object]], Awaitable[None]]:
    """Return what carries a change out and waits until the process has seen it."""

    async def wait(change: Awaitable[object]) -> None:
        before = app.state.feeds.generation
        await change
        async with asyncio.timeout(5):
            while app.state.feeds.generation == before:  # noqa: ASYNC110 -- the memory tells nobody
                await asyncio.sleep(0.005)

    return wait
