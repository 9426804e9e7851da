"""No test reaches further than this machine. A plugin."""

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest


def is_near(address: Any) -> bool:
    """Return whether a socket's address is on this machine: a Unix socket or loopback."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in {"localhost", ""}


@pytest.fixture(scope="session", autouse=True)
def only_loopback() -> Iterator[None]:
    """Refuse to connect to anything but this machine."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        yield


def _guarded(original: Any) -> Any:
    def connect(self: socket.socket, address: Any) -> Any:
        if not is_near(address):
            raise PermissionError(f"tests stay on this machine, this one wants {address}")
        return original(self, address)

    return connect
