"""Processes that tests start: their variables, their ports, and their end."""

import contextlib
import ctypes
import os
import random
import signal
import socket
import sys

from madang.settings import Settings

_PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Ask Linux, in the child before it execs, to stop it when the test run is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT)


def variables_of(settings: Settings) -> dict[str, str]:
    """Return the MADANG_* variables under which a command, or another process, has a test's installation."""
    found = {
        "MADANG_DATA_DIR": str(settings.data_dir),
        "MADANG_SECRET_KEYS": settings.secret_keys[0].get_secret_value(),
    }
    if settings.database_url:
        found["MADANG_DATABASE_URL"] = settings.database_url.get_secret_value()
    return found


def free_port() -> int:
    """Return a port of loopback that nobody listens on at this moment.

    From below those that Linux gives to connections: until a server has started, no connection takes it, nor another
    process of this run, which has ports of its own.
    """
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    own = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    while True:
        port = random.randrange(20_000 + own % processes, 32_000, processes)
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port
