"""What every test may ask for. Databases, network and browser are plugins in `support/`."""

import gc
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from hypothesis import settings as hypothesis_settings

from madang.accounts.passwords import Passwords
from madang.core.db import Database
from madang.settings import Settings
from support.moments import StoppedClock

pytest_plugins = [
    "support.network",
    "support.folders",
    "support.databases",
    "support.both",
    "support.server",
    "support.browser",
    "support.callers",
    "support.mail",
]

# Two cores shared with a database and a browser: slow is no failure.
hypothesis_settings.register_profile("madang", deadline=None)
hypothesis_settings.load_profile("madang")


def pytest_collection_finish() -> None:
    """Take what is loaded by now out of the collector's rounds, and have it go round less often.

    A worker holds all modules of the application and some thousand tests: to look through them again and again costs
    a seventh of the run.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture(scope="session")
def plain_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """Return the application for its description alone: nothing asks its database."""
    from madang.feeds import routes  # noqa: PLC0415 -- tests of rules need not load it
    from madang.feeds.assets import Asset, find_assets  # noqa: PLC0415
    from madang.main import create_app  # noqa: PLC0415

    settings = Settings(data_dir=tmp_path_factory.mktemp("plain"), secret_keys=["0" * 32])
    folder = settings.frontend_dir
    built = find_assets(folder)

    def find(build: Path) -> dict[str, Asset]:
        return built if build == folder else find_assets(build)

    # The frontend is built before the run: to walk its folder for each application was a third of making one.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(routes, "find_assets", find)
        yield create_app(settings)


@pytest.fixture
def app(
    settings: Settings, database: Database, clock: StoppedClock, passwords: Passwords, plain_app: FastAPI
) -> FastAPI:
    """Return the whole application on the test's database and clock."""
    from madang.main import create_app  # noqa: PLC0415 -- tests of rules need not load it

    app = create_app(settings, clock=clock, database=database, passwords=passwords)
    # FastAPI takes apart the signatures of all routes at the first request to an application, a fifth of a second
    # for each test. Routes know nothing of their application but by the request, so that all may have the same.
    app.router.routes[:] = plain_app.router.routes
    return app


@pytest_asyncio.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
        yield client
