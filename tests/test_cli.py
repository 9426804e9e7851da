"""The `madang` command, on both databases."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from madang.cli import app
from madang.core.migrations import head
from madang.settings import REPOSITORY, Settings
from support.processes import variables_of

TRAINING = REPOSITORY / "programmes" / "gsef-cbt-2019.yaml"


@pytest.fixture
def madang(live_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Return what runs the command on an installation of its own."""
    for name, value in variables_of(live_settings).items():
        monkeypatch.setenv(name, value)

    def run(*arguments: str, stdin: str = "") -> Result:
        return CliRunner().invoke(app, list(arguments), input=stdin)

    return run


def test_load_says_what_it_did_and_does_nothing_twice(madang: Callable[..., Result]):
    first = madang("load", str(TRAINING))
    second = madang("load", str(TRAINING))

    assert first.stdout.splitlines()[-1] == "0 unchanged"
    assert second.stdout.splitlines() == [f"{len(first.stdout.splitlines()) - 1} unchanged"]


def test_load_of_a_bad_file_names_file_and_line_and_stores_nothing(madang: Callable[..., Result], tmp_path: Path):
    bad = tmp_path / "bad.yaml"
    bad.write_text(TRAINING.read_text().replace("kind: plenary", "kind: plenari", 1))
    line = next(number for number, text in enumerate(bad.read_text().splitlines(), 1) if "plenari" in text)

    refused = madang("load", str(bad))

    assert (refused.exit_code, refused.stderr.startswith(f"{bad}:{line}: ")) == (1, True)
    assert madang("dump", "gsef-cbt-2019").exit_code == 1


def test_dump_is_loaded_back_as_it_was(madang: Callable[..., Result], tmp_path: Path):
    madang("load", str(TRAINING))
    dumped = tmp_path / "dumped.yaml"
    dumped.write_text(madang("dump", "gsef-cbt-2019").stdout)

    loaded = madang("load", str(dumped))

    assert [line for line in loaded.stdout.splitlines() if "unchanged" not in line] == []
    assert madang("dump", "gsef-cbt-2019").stdout == dumped.read_text()


def test_organiser_is_made_with_a_given_password(madang: Callable[..., Result]):
    made = madang("create-organiser", "jisoo@example.org", "--password-stdin", stdin="a long enough sentence\n")
    again = madang("create-organiser", "jisoo@example.org", "--password-stdin", stdin="a long enough sentence\n")

    assert (made.exit_code, made.stdout) == (0, "")
    assert (again.exit_code, again.stderr) == (1, "jisoo@example.org has an account already\n")


def test_organiser_without_password_gets_one_printed(madang: Callable[..., Result]):
    made = madang("create-organiser", "jisoo@example.org")

    assert (made.exit_code, made.stdout.startswith("One-time password: ")) == (0, True)


def test_doctor_finds_the_tables_up_to_date(madang: Callable[..., Result], live_settings: Settings):
    said = madang("doctor").stdout.splitlines()

    assert f"ok    tables: revision {head(live_settings.migrations_dir)}" in said
    assert [line.split()[:2] for line in said if "database:" in line] == [["ok", "database:"]]


def test_doctor_ends_with_an_error_when_the_database_does_not_answer(
    madang: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setenv("MADANG_DATABASE_URL", f"postgresql://postgres@/nowhere?host={tmp_path}")

    checked = madang("doctor")

    assert (checked.exit_code, "FAIL  database" in checked.stdout) == (1, True)


@pytest.mark.parametrize(
    ("variable", "value"),
    [("MADANG_PORT", "99999"), ("MADANG_DATABASE_URL", "mysql://x"), ("MADANG_SECRET_KEYS", "short")],
)
def test_bad_setting_is_named_and_nothing_starts(monkeypatch: pytest.MonkeyPatch, variable: str, value: str):
    monkeypatch.setenv(variable, value)

    refused = CliRunner().invoke(app, ["serve"])

    assert (refused.exit_code, refused.stderr.startswith(f"{variable}: ")) == (2, True)
