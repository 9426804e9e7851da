"""A session as the public knows it, for what is read beside the agenda."""

from madang.core.db import Database
from madang.feeds import queries
from madang.feeds.cache import FeedMemory
from madang.feeds.errors import EditionUnknown, SessionUnknown
from madang.programme.snapshot import SessionSnapshot, Snapshot


async def find_published_session(database: Database, cache: FeedMemory, slug: str, key: str) -> SessionSnapshot:
    """Return a session of the current release, whose programme stays in memory.

    Errors: EditionUnknown, also for a private one; SessionUnknown, also for one that is not in the release.
    """
    async with database.read() as db:
        found = await queries.find_release(db, slug)
    if found is None:
        raise EditionUnknown(f"there is no public edition {slug!r}")

    async def read() -> Snapshot:
        async with database.read() as db:
            return await queries.get_snapshot(db, found.id)

    snapshot = await cache.loaded(found.key, read)
    session = next((session for session in snapshot["sessions"] if session["key"] == key), None)
    if session is None:
        raise SessionUnknown(f"{slug} has no session {key!r}")
    return session
