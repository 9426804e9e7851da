"""Every code, setting and scope can be looked up."""

from pathlib import Path

import pytest

from madang import main
from madang.accounts.access import Scope
from madang.core.errors import find_refusals
from madang.settings import Settings

DOCS = Path(__file__).parents[2] / "docs"

assert main  # imports every domain, so that every refusal is known


@pytest.mark.parametrize("refusal", find_refusals(), ids=lambda refusal: refusal.code)
def test_every_error_code_is_documented(refusal: type) -> None:
    assert f"| `{refusal.code}` | {refusal.status} |" in (DOCS / "errors.md").read_text()


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_is_documented(name: str) -> None:
    assert f"`MADANG_{name.upper()}`" in (DOCS / "settings.md").read_text()


@pytest.mark.parametrize("scope", list(Scope))
def test_every_scope_is_documented(scope: Scope) -> None:
    assert f"`{scope}`" in (DOCS / "api.md").read_text()
