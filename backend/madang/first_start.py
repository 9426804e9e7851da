"""What happens before Madang serves: its secret, its tables and, in an empty database, something to look at."""

from madang.core import migrations
from madang.core.db import Database
from madang.core.keys import ensure_secret_file
from madang.settings import Settings


async def prepare(settings: Settings) -> None:
    """Bring an installation to where it can serve; safe to repeat, and when several processes start at once."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    if not settings.secret_keys:
        ensure_secret_file(settings.data_dir)
    database = Database(settings.sqlalchemy_url)
    try:
        await migrations.upgrade(database, settings.migrations_dir)
    finally:
        await database.close()
