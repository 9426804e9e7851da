"""Calendars as ical.js understands them: another program than the one that wrote them."""

import json
import subprocess
from pathlib import Path
from typing import Any

_SCRIPT = Path(__file__).with_name("read_calendar.mjs")


def read_calendar(calendar: bytes, *zones: str) -> dict[str, Any]:
    """Return name and events of a calendar, each event's start and end on the clocks of `zones`."""
    done = subprocess.run(["node", str(_SCRIPT), *zones], input=calendar, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    read: dict[str, Any] = json.loads(done.stdout)
    return read
