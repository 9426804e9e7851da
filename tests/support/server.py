"""Madang as it is really served, and a partner's web site beside it. A plugin."""

import functools
import http.server
import os
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from madang.core.db import Database
from support.processes import die_with_parent, free_port

_START_SECONDS = 60
_STOP_SECONDS = 15


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

    @property
    def log(self) -> str:
        return (self.data_dir / "serve.log").read_text()

    @asynccontextmanager
    async def database(self) -> AsyncIterator[Database]:
        """Open the installation's own database beside it: to prepare, or to look at, what no page does."""
        database = Database(f"sqlite+aiosqlite:///{self.data_dir}/madang.sqlite")
        yield database
        await database.close()

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
def start_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """Return what starts a server of its own; keywords are further settings, such as `MADANG_WORKERS="2"`."""
    started: list[Server] = []

    def start(**settings: str) -> Server:
        data_dir = tmp_path_factory.mktemp("served")
        port = free_port()
        server = Server(f"http://localhost:{port}", data_dir, _environment(data_dir, port, settings))
        started.append(server)
        server.start()
        return server

    yield start
    for one in started:
        if one.process is not None:
            one.process.terminate()
    for one in started:
        one.stop()


@pytest.fixture(scope="session")
def server(start_server: Callable[..., Server]) -> Server:
    """Return the server that stories share: first start, the shipped edition published."""
    return start_server()


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
