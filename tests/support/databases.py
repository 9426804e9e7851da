"""Both databases for every test that touches one. A plugin: its fixtures are everywhere in tests.

| fixture        | gives                                                                     | costs           |
|----------------|---------------------------------------------------------------------------|-----------------|
| `db`           | a session whose work is rolled back after the test                        | next to nothing |
| `database`     | the same transaction as a `Database`; with `live` in the test, that one   | next to nothing |
| `lasting`      | opens connections for a module: what is costly to prepare and undone by savepoints | once a module |
| `live`         | a migrated `Database` of its own that commits                             | 5 to 60 ms      |
| `live_twin`    | a second `Database` over the same, as another worker has it               | next to nothing |
| `live_settings`| the settings of that installation, for the command line or a real server  | as `live`       |
| `empty`        | a `Database` without tables                                               | as `live`       |
| `lost`         | a `Database` that cannot be reached                                       | nothing         |

All of them are migrated, never made by `create_all`, and stand on `database_kind`, whose two values make two tests
of one.
"""

import asyncio
import shutil
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from uuid import uuid4

import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core import migrations
from madang.core.db import Database
from madang.settings import Settings
from support.postgres import running_postgres

KINDS = ("sqlite", "postgresql")
_SECRET = "only-for-tests-" + "0" * 32


class RolledBack(Database):
    """A `Database` whose transactions are savepoints inside one that is never committed.

    One connection: transactions wait for each other, and one inside another is refused rather than waited for.
    Tests of concurrency take `live`.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self.is_sqlite = connection.dialect.name == "sqlite"
        self._connection = connection
        self._lock = asyncio.Lock()
        self._holder: asyncio.Task[object] | None = None

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[AsyncSession]:
        task = asyncio.current_task()
        if self._holder is task:
            raise RuntimeError("a transaction is opened inside another one: take the `live` fixture if that is meant")
        async with self._lock:
            self._holder = task
            try:
                async with session_on(self._connection) as db:
                    yield db
            finally:
                self._holder = None

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        async with self._alone() as db, db.begin():
            yield db

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        async with self._alone() as db:
            await db.connection()  # begins the savepoint, with which PostgreSQL forgets the next line
            await self._run("PRAGMA query_only=ON" if self.is_sqlite else "SET TRANSACTION READ ONLY")
            try:
                yield db
            finally:
                if self.is_sqlite:
                    await self._run("PRAGMA query_only=OFF")

    async def _run(self, sql: str) -> None:
        await self._connection.exec_driver_sql(sql)

    async def close(self) -> None:
        """Leave the connection to the fixture that made it."""


def checkpoint(settings: Settings) -> None:
    """Bring everything that SQLite wrote beside its file into it."""
    with sqlite3.connect(settings.data_dir / "madang.sqlite") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def session_on(connection: AsyncConnection) -> AsyncSession:
    """Return a session whose commits and rollbacks reach no further than a savepoint."""
    return AsyncSession(connection, expire_on_commit=False, join_transaction_mode="create_savepoint")


class Databases(ABC):
    """Where databases of one kind come from: a migrated template, and copies of it."""

    template: Settings

    @abstractmethod
    async def make(self, *, migrated: bool) -> Settings:
        """Return the settings of a fresh one, a copy of the template or empty."""

    @abstractmethod
    async def drop(self, settings: Settings) -> None:
        """Remove one that `make` made."""


async def _migrate(settings: Settings) -> None:
    database = Database(settings.sqlalchemy_url)
    await migrations.upgrade(database, settings.migrations_dir)
    await database.close()


class SqliteDatabases(Databases):
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.template = self._settings()

    def _settings(self) -> Settings:
        data = self._folder / uuid4().hex
        data.mkdir()
        return Settings(data_dir=data, secret_keys=[_SECRET])

    async def make(self, *, migrated: bool) -> Settings:
        settings = self._settings()
        if migrated:
            name = Path(settings.sqlalchemy_url).name
            shutil.copy(self.template.data_dir / name, settings.data_dir / name)
        return settings

    async def drop(self, settings: Settings) -> None:
        shutil.rmtree(settings.data_dir)


class PostgresDatabases(Databases):
    def __init__(self, address: str, folder: Path) -> None:
        self._address = address
        self._folder = folder
        self._server = Database(self._settings("postgres").sqlalchemy_url)
        self.template = self._settings("template0")

    def _settings(self, name: str) -> Settings:
        return Settings(data_dir=self._folder, database_url=self._address.format(name), secret_keys=[_SECRET])

    async def _command(self, sql: str) -> None:
        async with self._server._writer.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            await connection.execute(text(sql))

    async def make(self, *, migrated: bool) -> Settings:
        name = f"madang_{uuid4().hex}"
        template = _name_of(self.template) if migrated else "template0"
        await self._command(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self._settings(name)

    async def drop(self, settings: Settings) -> None:
        await self._command(f"DROP DATABASE {_name_of(settings)} WITH (FORCE)")

    async def close(self) -> None:
        await self._server.close()


def _name_of(settings: Settings) -> str:
    return settings.sqlalchemy_url.partition("@/")[2].partition("?")[0]


@pytest_asyncio.fixture(scope="session")
async def sqlite_databases(quick_folder: Path) -> SqliteDatabases:
    databases = SqliteDatabases(quick_folder)
    await _migrate(databases.template)
    return databases


@pytest.fixture(scope="session")
def postgres_address() -> Iterator[str]:
    """One server for each process of the run: 0.7 s, and nothing to agree on between them."""
    with running_postgres() as address:
        yield address


@pytest_asyncio.fixture(scope="session")
async def postgresql_databases(
    postgres_address: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[PostgresDatabases]:
    databases = PostgresDatabases(postgres_address, tmp_path_factory.mktemp("postgresql"))
    databases.template = await databases.make(migrated=False)
    await _migrate(databases.template)
    yield databases
    await databases.close()


@pytest.fixture(params=KINDS)
def database_kind(request: pytest.FixtureRequest) -> str:
    """Return `sqlite` or `postgresql`: the same test runs on both."""
    return str(request.param)


@pytest.fixture
def databases(database_kind: str, request: pytest.FixtureRequest) -> Databases:
    found: Databases = request.getfixturevalue(f"{database_kind}_databases")
    return found


@pytest_asyncio.fixture
async def live_settings(databases: Databases) -> AsyncIterator[Settings]:
    settings = await databases.make(migrated=True)
    yield settings
    await databases.drop(settings)


@pytest_asyncio.fixture
async def live(live_settings: Settings) -> AsyncIterator[Database]:
    database = Database(live_settings.sqlalchemy_url)
    yield database
    await database.close()


@pytest_asyncio.fixture
async def live_twin(live_settings: Settings) -> AsyncIterator[Database]:
    database = Database(live_settings.sqlalchemy_url)
    yield database
    await database.close()


@pytest_asyncio.fixture
async def empty_settings(databases: Databases) -> AsyncIterator[Settings]:
    settings = await databases.make(migrated=False)
    yield settings
    await databases.drop(settings)


@pytest_asyncio.fixture
async def empty(empty_settings: Settings) -> AsyncIterator[Database]:
    database = Database(empty_settings.sqlalchemy_url)
    yield database
    await database.close()


@asynccontextmanager
async def _shared(databases: Databases) -> AsyncIterator[tuple[Settings, Database]]:
    settings = await databases.make(migrated=True)
    database = Database(settings.sqlalchemy_url)
    yield settings, database
    await database.close()
    await databases.drop(settings)


@pytest_asyncio.fixture(scope="session")
async def sqlite_shared(sqlite_databases: SqliteDatabases) -> AsyncIterator[tuple[Settings, Database]]:
    async with _shared(sqlite_databases) as shared:
        yield shared


@pytest_asyncio.fixture(scope="session")
async def postgresql_shared(postgresql_databases: PostgresDatabases) -> AsyncIterator[tuple[Settings, Database]]:
    async with _shared(postgresql_databases) as shared:
        yield shared


Lasting = Callable[[Databases], Awaitable[tuple[Settings, AsyncConnection]]]


@pytest_asyncio.fixture(scope="module")
async def lasting() -> AsyncIterator[Lasting]:
    """Return what opens a connection that lasts as long as the module, to a database of its own, one of each kind."""
    async with AsyncExitStack() as until_the_end:
        known: dict[int, tuple[Settings, AsyncConnection]] = {}

        async def open_one(databases: Databases) -> tuple[Settings, AsyncConnection]:
            if id(databases) not in known:
                settings, database = await until_the_end.enter_async_context(_shared(databases))
                connection = await until_the_end.enter_async_context(database._writer.connect())
                transaction = await connection.begin()
                until_the_end.push_async_callback(transaction.rollback)
                known[id(databases)] = (settings, connection)
            return known[id(databases)]

        yield open_one


@pytest.fixture
def shared(database_kind: str, request: pytest.FixtureRequest) -> tuple[Settings, Database]:
    found: tuple[Settings, Database] = request.getfixturevalue(f"{database_kind}_shared")
    return found


@pytest_asyncio.fixture
async def connection(shared: tuple[Settings, Database]) -> AsyncIterator[AsyncConnection]:
    async with shared[1]._writer.connect() as connection:
        transaction = await connection.begin()
        yield connection
        await transaction.rollback()


@pytest.fixture
def rolled_back(connection: AsyncConnection) -> RolledBack:
    return RolledBack(connection)


@pytest_asyncio.fixture
async def db(connection: AsyncConnection, request: pytest.FixtureRequest) -> AsyncIterator[AsyncSession]:
    if "live" in request.fixturenames:
        raise pytest.UsageError("`db` and `live` are two databases: with `live`, open `async with live.write() as db`")
    async with session_on(connection) as db:
        yield db


@pytest.fixture
def database(request: pytest.FixtureRequest, database_kind: str) -> Database:
    found: Database = request.getfixturevalue("live" if "live" in request.fixturenames else "rolled_back")
    return found


@pytest.fixture
def settings(request: pytest.FixtureRequest, database_kind: str) -> Settings:
    if "live" in request.fixturenames:
        own: Settings = request.getfixturevalue("live_settings")
        return own
    shared: tuple[Settings, Database] = request.getfixturevalue("shared")
    return shared[0]


@pytest_asyncio.fixture
async def lost(database_kind: str, tmp_path: Path) -> AsyncIterator[Database]:
    """Return a database that is not there: a folder that is missing, a port where nobody listens."""
    addresses = {
        "sqlite": f"sqlite+aiosqlite:///{tmp_path}/missing/madang.sqlite",
        "postgresql": "postgresql+asyncpg://madang@127.0.0.1:1/madang",
    }
    database = Database(addresses[database_kind])
    yield database
    await database.close()
