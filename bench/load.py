"""The client: wrk where there is one, else a small one of our own."""

import asyncio
import os
import re
import shutil
import statistics
import subprocess
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

OWN = "a small asyncio client, which is slow itself: install wrk for figures that mean something"
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True)
class Load:
    """What is asked, again and again."""

    url: str
    headers: dict[str, str]


@dataclass(frozen=True)
class Result:
    """One measurement."""

    per_second: float
    p99_ms: float


def find_client() -> str:
    """Return the path of wrk, which is installed when this may be done, or the name of our own client."""
    if not shutil.which("wrk") and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "install", "--yes", "--quiet", "wrk"], capture_output=True, check=False)
    return shutil.which("wrk") or OWN


def measure(client: str, load: Load, *, connections: int, seconds: int) -> Result:
    """Ask for `seconds` over that many connections. Errors: RuntimeError when an answer was no success."""
    if client == OWN:
        return asyncio.run(_measure_here(load, connections, seconds))
    headers = [part for name, value in load.headers.items() for part in ("-H", f"{name}: {value}")]
    threads = "1" if connections == 1 else "2"
    command = [client, "-t", threads, "-c", str(connections), "-d", f"{seconds}s", "--latency", *headers, load.url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(said)
    per_second = re.search(r"Requests/sec:\s+([\d.]+)", said)
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s)", said)
    if per_second is None or p99 is None:
        raise RuntimeError(said)
    return Result(float(per_second[1]), float(p99[1]) * _UNITS[p99[2]])


async def _measure_here(load: Load, connections: int, seconds: int) -> Result:
    address = urlsplit(load.url)
    lines = [f"GET {address.path} HTTP/1.1", f"Host: {address.netloc}"]
    lines += [f"{name}: {value}" for name, value in load.headers.items()]
    request = ("\r\n".join(lines) + "\r\n\r\n").encode()
    until = time.perf_counter() + seconds
    taken: list[float] = []

    async def ask() -> None:
        reader, writer = await asyncio.open_connection(address.hostname, address.port)
        while time.perf_counter() < until:
            begun = time.perf_counter()
            writer.write(request)
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            if not head.startswith((b"http/1.1 200", b"http/1.1 304")):
                raise RuntimeError(head.decode())
            length = re.search(rb"content-length: (\d+)", head)
            if length:
                await reader.readexactly(int(length[1]))
            taken.append(time.perf_counter() - begun)
        writer.close()

    await asyncio.gather(*(ask() for _ in range(connections)))
    return Result(len(taken) / seconds, statistics.quantiles(taken, n=100)[98] * 1000)
