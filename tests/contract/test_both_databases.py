"""Every test that touches a database runs on SQLite and on PostgreSQL."""

import ast
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest
from sqlalchemy import text

from madang.core.db import Database
from support.both import COLLECTED, one_sided

TESTS = Path(__file__).resolve().parents[1]
_OPENERS = {"Database", "create_engine", "create_async_engine"}
_DRIVERS = {"sqlite3", "aiosqlite", "asyncpg"}


def find_own_connections(source: str) -> list[str]:
    """Return what in a test's source opens a database without asking the fixtures for it."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            found += [f"line {node.lineno}: {called}()"] if called in _OPENERS else []
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names = {alias.name for alias in node.names} | {getattr(node, "module", None)}
            found += [f"line {node.lineno}: imports {name}" for name in sorted(_DRIVERS & names)]
    return found


def test_every_collected_test_of_a_database_runs_on_both(request: pytest.FixtureRequest):
    assert one_sided(request.config.stash[COLLECTED]) == []


def test_no_test_opens_a_database_of_its_own():
    sources = [path for path in TESTS.rglob("*.py") if path.parent.name != "support"]

    assert {
        str(path.relative_to(TESTS)): found for path in sources if (found := find_own_connections(path.read_text()))
    } == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("engine = sqlalchemy.create_engine('sqlite://')", ["line 1: create_engine()"]),
        ("db = Database('sqlite+aiosqlite://')", ["line 1: Database()"]),
        ("import sqlite3", ["line 1: imports sqlite3"]),
        ("from asyncpg import connect", ["line 1: imports asyncpg"]),
        ("async def test_it(live: Database): ...", []),
    ],
)
def test_own_connection_is_found(source: str, found: list[str]):
    assert find_own_connections(source) == found


def test_a_test_on_one_database_only_is_found(tmp_path: Path):
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["support.databases", "support.both"]\n')
    (tmp_path / "test_sample.py").write_text(
        dedent(
            """
            import pytest
            from support.both import COLLECTED, one_sided

            @pytest.mark.parametrize("database_kind", ["sqlite"])
            def test_one(database_kind): ...

            @pytest.mark.skipif("False", reason="later")
            def test_skipped(database_kind): ...

            @pytest.mark.parametrize("n", [1, 2])
            def test_both(database_kind, n): ...

            def test_none(): ...

            def test_judgement(request):
                assert one_sided(request.config.stash[COLLECTED]) == [
                    "test_sample.py::test_one runs on sqlite only",
                    "test_sample.py::test_skipped[postgresql] is marked skipif",
                    "test_sample.py::test_skipped[sqlite] is marked skipif",
                ]
            """
        )
    )

    options = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", "/dev/null"]

    run = subprocess.run(
        [*options, "-o", f"pythonpath={TESTS}", "--rootdir", str(tmp_path), "-k", "judgement", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (run.returncode, run.stdout if run.returncode else "") == (0, "")


async def test_database_of_a_test_is_the_kind_it_says(live: Database, database_kind: str):
    version = {"sqlite": "select 'SQLite ' || sqlite_version()", "postgresql": "select version()"}[database_kind]

    async with live.read() as db:
        told = (await (await db.connection()).execute(text(version))).scalar_one()

    assert str(told).split()[0].lower() == database_kind
