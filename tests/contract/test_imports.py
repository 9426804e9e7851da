"""Imports run downwards only; the contracts stand in pyproject.toml."""

import subprocess
import sys
import tomllib
from pathlib import Path

from madang.settings import REPOSITORY

PACKAGE = REPOSITORY / "backend" / "madang"


def test_import_contracts_are_kept():
    command = Path(sys.executable).with_name("lint-imports")

    run = subprocess.run([command, "--no-cache"], cwd=REPOSITORY, capture_output=True, text=True, check=False)

    assert (run.returncode, run.stdout if run.returncode else "") == (0, "")


def test_every_domain_is_under_the_contract_of_its_files():
    contracts = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    held = next(contract["containers"] for contract in contracts if contract["id"] == "files")

    domains = {f"madang.{path.parent.name}" for path in PACKAGE.glob("*/__init__.py")} - {"madang.core"}

    assert set(held) == domains
