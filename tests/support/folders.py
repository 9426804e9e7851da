"""Where tests keep what is gone after the run: in memory, where there is room. A plugin."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

_MEMORY = Path("/dev/shm")
_ROOM = 2 * 1024**3  # a container's usual 64 MB would not do


def quick_parent() -> str | None:
    """Return where to make a temporary folder; None for the usual place.

    The application waits for the disk at every commit, as it should, and so would each test that commits.
    """
    try:
        return str(_MEMORY) if shutil.disk_usage(_MEMORY).free > _ROOM else None
    except OSError:
        return None


@pytest.fixture(scope="session")
def quick_folder() -> Iterator[Path]:
    """Return a folder for databases, gone when the run ends."""
    with tempfile.TemporaryDirectory(prefix="madang-", dir=quick_parent(), ignore_cleanup_errors=True) as name:
        yield Path(name)
