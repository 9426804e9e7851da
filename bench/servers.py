"""The two servers: Madang as people run it, and an app that does nothing but send."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from madang.settings import Settings

_START_SECONDS = 120


@dataclass(frozen=True)
class Captured:
    """An answer as it was sent."""

    path: str
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        """Return a header's value. Errors: KeyError."""
        return dict(self.headers)[name]


class _Server:
    """A process group that ends with the context."""

    def __init__(self, command: list[str], environment: dict[str, str], log: Path, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.environment = {**os.environ, **environment}
        self._command = command
        self._log = log

    def __enter__(self) -> Self:
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                self._command, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            with contextlib.suppress(OSError):
                _ask(self.url, "/health/ready", {})
                return self
            time.sleep(0.1)
        self._end()
        raise RuntimeError(f"{' '.join(self._command)} did not start:\n{self._log.read_text()}")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _end(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGTERM)
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    @staticmethod
    def warm_up(url: str, headers: dict[str, str]) -> None:
        """Ask often enough, on connections of their own, that every worker has answered."""
        for _ in range(60):
            _ask(url.rpartition(urlsplit(url).path)[0], urlsplit(url).path, headers)


class Madang(_Server):
    """`madang serve` on a data folder of its own, with the shipped editions published."""

    def __init__(self, folder: Path, *, workers: int, database_url: str | None) -> None:
        port = _free_port()
        self.data_dir = folder / "data"
        environment = {
            "MADANG_DATA_DIR": str(self.data_dir),
            "MADANG_PORT": str(port),
            "MADANG_WORKERS": str(workers),
            "MADANG_ALLOWED_HOSTS": "127.0.0.1",
        }
        if database_url:
            environment |= {"MADANG_DATABASE_URL": database_url, "MADANG_SECRET_KEYS": os.urandom(32).hex()}
        super().__init__([self.command, "serve"], environment, folder / "madang.log", port)

    @property
    def command(self) -> str:
        """The `madang` of this environment."""
        return str(Path(sys.executable).with_name("madang"))

    def settings(self) -> Settings:
        """Return what it runs with, for what goes straight into its database."""
        environment = {name: value for name, value in self.environment.items() if name.startswith("MADANG_")}
        fields = {name.removeprefix("MADANG_").lower(): value for name, value in environment.items()}
        return Settings(**fields)  # type: ignore[arg-type]

    def capture(self, path: str, accept_encoding: str, *, if_none_match: str | None = None) -> Captured:
        """Return an answer as it comes from memory, headers and all but the date."""
        headers = {"Accept-Encoding": accept_encoding} | ({"If-None-Match": if_none_match} if if_none_match else {})
        self.warm_up(self.url + path, headers)
        return _ask(self.url, path, headers)


class Bare(_Server):
    """uvicorn as Madang starts it, under an app that sends what was captured."""

    def __init__(self, file: Path, answers: dict[str, Captured], *, workers: int) -> None:
        port = _free_port()
        file.write_text(
            json.dumps(
                {
                    f"/{name}": {"status": answer.status, "headers": answer.headers, "body": answer.body.hex()}
                    for name, answer in answers.items()
                }
            )
        )
        command = [sys.executable, "-m", "bench.bare", str(port), str(workers)]
        super().__init__(command, {"BENCH_ANSWERS": str(file)}, file.with_suffix(".log"), port)


def _ask(base: str, path: str, headers: dict[str, str]) -> Captured:
    address = urlsplit(base)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=60)
    try:
        connection.putrequest("GET", path, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        sent = [(name.lower(), value) for name, value in answer.getheaders()]
        kept = [(name, value) for name, value in sent if name not in ("date", "connection")]
        return Captured(path, answer.status, kept, answer.read())
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
