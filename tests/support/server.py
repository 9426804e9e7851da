"""Madang as it is really served, and a partner's web site beside it. A plugin."""

import asyncio
import functools
import http.server
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from madang.accounts.passwords import Passwords
from madang.accounts.service import create_administrator
from madang.core.clock import utc_now
from madang.core.db import Database
from madang.settings import Settings
from support.processes import die_with_parent, free_port

ADMINISTRATOR, PASSWORD = "head@example.org", "a courtyard of one's own"
_START_SECONDS = 300  # a machine with other work: slow is no failure, and a server that ends is noticed at once
_STOP_SECONDS = 15
_CHEAP = Passwords(time_cost=1, memory_kib=8)  # what it costs to sign in is not what stories are about


@dataclass
class Server:
    """One `madang serve` with a data folder of its own."""

    url: str
    data_dir: Path
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Serve, and wait until it answers; what was logged before stays."""
        with (self.data_dir / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(
                [_madang(), "serve"],
                env=self.environment,
                stdout=log,
                stderr=log,
                preexec_fn=die_with_parent,  # noqa: PLW1509 -- calls prctl and nothing else
            )
        _wait_until_ready(self.process, self)

    def stop(self) -> None:
        """Stop serving; it may be started again, at the same address."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(_STOP_SECONDS)
            self.process = None

    def leave(self) -> None:
        """Have it stop whenever it has finished what it is at."""
        if self.process is not None:
            self.process.terminate()

    @property
    def log(self) -> str:
        return (self.data_dir / "serve.log").read_text()

    @asynccontextmanager
    async def database(self) -> AsyncIterator[Database]:
        """Open the installation's own database beside it: to prepare, or to look at, what no page does."""
        database = Database(f"sqlite+aiosqlite:///{self.data_dir}/madang.sqlite")
        yield database
        await database.close()

    def add_organiser(self, email: str, password: str) -> None:
        """Add an account that may do everything, as `madang create-organiser`, without the seconds that it takes."""

        async def add() -> None:
            async with self.database() as database, database.write() as db:
                await create_administrator(db, _CHEAP, email=email, password=password)

        with ThreadPoolExecutor(1) as thread:  # whoever calls may be on an event loop already
            thread.submit(asyncio.run, add()).result()

    def madang(self, *arguments: str, stdin: str = "") -> str:
        """Run the `madang` command on this installation and return what it prints."""
        done = subprocess.run(
            [_madang(), *arguments], env=self.environment, input=stdin, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"madang {' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done.stdout


def _madang() -> str:
    return str(Path(sys.executable).with_name("madang"))


def _environment(data_dir: Path, port: int, more: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MADANG_")}
    return kept | {"MADANG_DATA_DIR": str(data_dir), "MADANG_PORT": str(port), "PYTHONUNBUFFERED": "1"} | more


def _wait_until_ready(process: subprocess.Popen[bytes], server: Server) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{server.url}/health/ready", timeout=2).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    process.kill()
    raise RuntimeError(f"madang serve did not get ready:\n{server.log}")


@pytest.fixture(scope="session")
def started() -> Iterator[list[Server]]:
    """Return all servers of this process, in the order of their start; none is left when it ends."""
    servers: list[Server] = []
    yield servers
    for one in servers:
        one.leave()
    for one in servers:
        one.stop()


@pytest.fixture(scope="session")
def start_server(quick_folder: Path, shipped: Path, started: list[Server]) -> Callable[..., Server]:
    """Return what starts a server of its own, on a copy of an installation: by default of one after its first start.

    With `first_start` there is nothing yet. Further keywords are settings, such as `MADANG_WORKERS="2"`.
    """

    def start(installation: Path | None = None, *, first_start: bool = False, **settings: str) -> Server:
        data_dir = Path(tempfile.mkdtemp(prefix="served-", dir=quick_folder))
        if not first_start:
            shutil.copytree(installation or shipped, data_dir, dirs_exist_ok=True)
        port = free_port()
        server = Server(f"http://localhost:{port}", data_dir, _environment(data_dir, port, settings))
        started.append(server)
        server.start()
        return server

    return start


@pytest.fixture(scope="session")
def server(start_server: Callable[..., Server]) -> Server:
    """Return the server that stories share: first start, the shipped edition published."""
    return start_server(first_start=True)


@pytest_asyncio.fixture(scope="session")
async def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data folder of an installation after its first start."""
    from madang.first_start import prepare  # noqa: PLC0415 -- tests of rules need not load it

    settings = Settings(data_dir=tmp_path_factory.mktemp("shipped"))
    await prepare(settings, utc_now())
    return settings.data_dir


@pytest_asyncio.fixture(scope="session")
async def prepared(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data folder of an installation after its first start, with an administrator."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("prepared"))
    shutil.copytree(shipped, settings.data_dir, dirs_exist_ok=True)
    database = Database(settings.sqlalchemy_url)
    async with database.write() as db:
        await create_administrator(db, _CHEAP, email=ADMINISTRATOR, password=PASSWORD)
    await database.close()
    return settings.data_dir


@pytest.fixture
def partner_site(tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """Return what publishes a page on another origin and gives its address."""
    folder = tmp_path / "partner"
    folder.mkdir()
    handler = functools.partial(_QuietHandler, directory=str(folder))
    site = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=site.serve_forever)
    thread.start()

    def publish(html: str) -> str:
        name = f"page{len(list(folder.iterdir()))}.html"
        (folder / name).write_text(html, encoding="utf-8")
        return f"http://127.0.0.1:{site.server_port}/{name}"

    yield publish
    site.shutdown()
    thread.join()
    site.server_close()


class _QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing: what matters, the browser reports."""
