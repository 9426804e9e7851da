"""What happens before Madang serves: its secret, its tables and, in an empty database, something to look at."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.models import Account
from madang.accounts.passwords import Passwords
from madang.accounts.service import create_administrator
from madang.core import migrations
from madang.core.db import Database
from madang.core.keys import ensure_data_dir, ensure_secret_file
from madang.programme.file import ProgrammeFile, parse
from madang.programme.loading import load
from madang.programme.models import Edition
from madang.programme.queries import find_edition
from madang.programme.releases import publish
from madang.settings import REPOSITORY, Settings

ORGANISER = "organiser@localhost"
PROGRAMMES = REPOSITORY / "programmes"
_ONE_AT_A_TIME = 7_305_170_611_020_190_001  # any number, the same in every process that starts


@dataclass(frozen=True)
class FirstStart:
    """What an empty database was given."""

    editions: list[str]
    organiser: str | None
    one_time_password: str | None


async def prepare(settings: Settings, now: datetime) -> FirstStart:
    """Bring an installation to where it can serve; safe to repeat, and when several processes start at once."""
    await migrate(settings)
    database = Database(settings.sqlalchemy_url)
    try:
        async with database.write() as db:
            if not database.is_sqlite:  # SQLite has one writer at a time anyway
                await (await db.connection()).execute(text(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})"))
            return await _fill(db, now)
    finally:
        await database.close()


async def migrate(settings: Settings) -> None:
    """Make the data folder and its secret where they are missing, and bring the tables up to date."""
    ensure_data_dir(settings.data_dir)
    if not settings.secret_keys:
        ensure_secret_file(settings.data_dir)
    database = Database(settings.sqlalchemy_url)
    try:
        await migrations.upgrade(database, settings.migrations_dir)
    finally:
        await database.close()


async def _fill(db: AsyncSession, now: datetime) -> FirstStart:
    if (await db.exec(select(Account.id).limit(1))).first():
        return FirstStart([], None, None)
    editions = []
    if (await db.exec(select(Edition.id).limit(1))).first() is None:
        editions = [await _publish(db, file, now) for file in read_shipped()]
    account, password = await create_administrator(db, Passwords(), email=ORGANISER, password=None)
    return FirstStart(editions, account.email, password)


def read_shipped() -> list[ProgrammeFile]:
    """Return the programmes that come with Madang: the training of 2019 and the editions before it."""
    return [parse(path.read_bytes(), path.name) for path in sorted(PROGRAMMES.glob("*.yaml"))]


async def _publish(db: AsyncSession, file: ProgrammeFile, now: datetime) -> str:
    await load(db, file, now=now)
    edition = await find_edition(db, file.edition.slug)
    if edition is None:
        raise LookupError(f"{file.name} was loaded, yet there is no edition {file.edition.slug!r}")
    await publish(db, edition, comment="First release", accept_warnings=True, by_id=None, now=now)
    return edition.slug
