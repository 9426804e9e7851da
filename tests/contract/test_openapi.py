"""The API's document: committed, complete, and every operation's access declared."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from madang.cli import generated_files

REPOSITORY = Path(__file__).parents[2]

# Operations that anybody may call. Everything else needs a token.
PUBLIC = {
    "GET /health/live",
    "GET /health/ready",
    "POST /api/v1/auth/token",
    "POST /api/v1/auth/refresh",
    "POST /api/v1/auth/sign-out",
    "POST /api/v1/auth/second-factor",
    "POST /api/v1/auth/links",
    "POST /api/v1/auth/registrations",
    "POST /api/v1/auth/links/look",
    "POST /api/v1/auth/links/sign-in",
    "POST /api/v1/auth/links/password-reset",
    "POST /api/v1/auth/invitations/accept",
    # By the link of a mail.
    "POST /api/v1/notices/page",
    "POST /api/v1/notices/acknowledge",
    "GET /api/v1/calendars/{token}.ics",  # whoever has the address may
    # By the link of a host, who has no account.
    "POST /api/v1/visit-hosts/page",
    "POST /api/v1/visit-hosts/answer",
    "POST /api/v1/visit-hosts/questions",
}


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return json.loads((REPOSITORY / "openapi.json").read_text())


def operations(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        f"{method.upper()} {path}": operation
        for path, item in document["paths"].items()
        for method, operation in item.items()
    }


def test_committed_document_is_what_the_app_says(plain_app: FastAPI, document: dict[str, Any]) -> None:
    if plain_app.openapi() != document:  # thousands of lines would not say it better
        pytest.fail("run `make openapi` and commit the result")


def test_committed_fields_and_words_of_plans_are_what_the_rules_say() -> None:
    files = {name: text for name, text in generated_files().items() if name != "openapi.json"}
    if {name: (REPOSITORY / name).read_text() for name in files} != files:
        pytest.fail("run `make openapi` and commit the result")


def test_every_operation_is_secured_or_known_to_be_public(document: dict[str, Any]) -> None:
    open_operations = {name for name, operation in operations(document).items() if not operation.get("security")}
    feeds = {name for name in open_operations if re.match(r"(GET|HEAD) /(public|embed)/v1/", name)}
    assert open_operations - feeds == PUBLIC


def test_every_operation_has_words(document: dict[str, Any]) -> None:
    assert [name for name, operation in operations(document).items() if not operation.get("description")] == []


def test_change_needs_the_version_it_was_made_on(document: dict[str, Any]) -> None:
    # What is proved by a password or a code, or ends a login: no version would add to it.
    own = {
        "PUT /api/v1/me/password",
        "PUT /api/v1/me/email",
        "PUT /api/v1/me/email/confirmation",
        "PUT /api/v1/me/second-factor",
        "PUT /api/v1/me/second-factor/confirmation",
        "PUT /api/v1/me/second-factor/recovery-codes",
        "PUT /api/v1/me/second-factor/removal",
        "DELETE /api/v1/me/logins",
        "DELETE /api/v1/me/logins/{login_id}",
        # Where a piece begins says on what it was made.
        "PUT /api/v1/me/files/{file_id}/content",
        # There or not: a link has nothing to be changed.
        "DELETE /api/v1/me/registrations/{edition}/calendar-link",
        # `base_revision` says on what it was made, field by field.
        "PATCH /api/v1/me/action-plans/{plan_id}/fields",
        # There or not: a contributor has nothing to be changed.
        "DELETE /api/v1/me/action-plans/{plan_id}/contributors/{contributor_id}",
        # Given or not: a role has nothing to be changed.
        "DELETE /api/v1/editions/{slug}/roles/{role_id}",
        "DELETE /api/v1/installation/roles/{role_id}",
        # There or not: evidence is added and taken away, never changed.
        "DELETE /api/v1/me/action-plans/{plan_id}/reports/{period_id}/actions/{action_id}/evidence/{evidence_id}",
        # A hand decides whatever was there before; whoever plans on it is told by the visit's version.
        "PUT /api/v1/editions/{edition}/visits/{session_id}/people/{registration_id}/place",
    }
    without = [
        name
        for name, operation in operations(document).items()
        if name.split()[0] in ("PATCH", "PUT", "DELETE")
        and not any(parameter["name"].lower() == "if-match" for parameter in operation.get("parameters", []))
    ]
    assert set(without) - own == set()


def test_creating_operation_can_be_retried(document: dict[str, Any]) -> None:
    own = {
        # Computes, and stores nothing.
        "POST /api/v1/editions/{edition}/visits/{session_id}/plan",
        # The same file again changes nothing.
        "POST /api/v1/me/action-plans/{plan_id}/import",
    }
    # What a link leads to is read by POST, for no address holds its token; to answer the same again changes nothing.
    without = {
        name
        for name, operation in operations(document).items()
        if name.startswith("POST /api/v1/")
        and not name.startswith(("POST /api/v1/auth/", "POST /api/v1/notices/", "POST /api/v1/visit-hosts/"))
        and not any(parameter["name"].lower() == "idempotency-key" for parameter in operation.get("parameters", []))
    }
    assert without == own


def test_no_two_shapes_share_a_name(document: dict[str, Any]) -> None:
    # Of two that do, both are called by where they stand: what is generated from the document knows neither any more.
    assert [name for name in document["components"]["schemas"] if name.startswith("madang__")] == []


def test_every_list_is_a_page(document: dict[str, Any]) -> None:
    lists = {
        name: operation
        for name, operation in operations(document).items()
        if operation["operationId"].startswith("list_")
    }
    assert lists
    for name, operation in lists.items():
        if not name.startswith("GET /api/v1/"):
            continue
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
        assert schema.startswith(("#/components/schemas/Page_", "#/components/schemas/SyncPage_")), name
