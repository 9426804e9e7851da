"""Entries that nobody has to think of: one for every aggregate that a transaction adds, changes or removes.

A listener looks at what a flush is about to send, and appends rows of its own in the same flush. Ids and names of
fields, no values; a child counts as the relationship of its aggregate. Changes that are sent as UPDATE statements
pass by here: whoever writes one records it by hand.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import event, insert
from sqlalchemy.orm import Session, UOWTransaction
from sqlalchemy.orm.base import object_state

from madang.audit.models import AuditEntry, Outcome
from madang.core.db import Aggregate
from madang.core.ids import new_id
from madang.core.origin import Origin, find_origin

_UNTOLD = frozenset({"created_at", "updated_at", "version", "search_name", "sort_name", "password_hash"})
# Services say more of these themselves.
_TOLD_ELSEWHERE = frozenset({"api_token", "invitation", "account"})


def _changed_fields(row: Aggregate) -> list[str]:
    state = object_state(row)
    return sorted(
        attribute.key for attribute in state.attrs if attribute.key not in _UNTOLD and attribute.history.has_changes()
    )


def _note(session: Session, _flush: UOWTransaction, _instances: Any = None) -> None:
    origin = find_origin(session)
    if origin is None:
        return
    entries = []
    for what, rows in (("created", session.new), ("updated", session.dirty), ("deleted", session.deleted)):
        for row in rows:
            if not isinstance(row, Aggregate) or row.__tablename__ in _TOLD_ELSEWHERE:
                continue
            fields = _changed_fields(row) if what == "updated" else []
            if what == "updated" and not session.is_modified(row):
                continue
            entries.append(_entry(origin, row, what, fields))
    if entries:
        session.info.setdefault("audit_entries", []).extend(entries)


def _send(session: Session, _flush: UOWTransaction) -> None:
    entries = session.info.pop("audit_entries", None)
    if entries:
        session.execute(insert(AuditEntry), entries)


def _entry(origin: Origin, row: Aggregate, what: str, fields: list[str]) -> dict[str, Any]:
    edition_id: UUID | None = row.id if row.__tablename__ == "edition" else getattr(row, "edition_id", None)  # type: ignore[attr-defined]
    at: datetime = row.updated_at
    return {
        "id": new_id(),
        "at": at,
        "origin": origin.kind,
        "account_id": origin.account_id,
        "token_id": origin.token_id,
        "address": origin.address,
        "request_id": origin.request_id,
        "edition_id": edition_id,
        "action": f"{row.__tablename__}.{what}",
        "subject_kind": row.__tablename__,
        "subject_id": row.id,  # type: ignore[attr-defined]
        "fields": fields,
        "outcome": Outcome.DONE,
        "code": "",
        "reason": "",
    }


def listen() -> None:
    """Watch every session from now on; harmless when it is said twice."""
    if not event.contains(Session, "before_flush", _note):
        event.listen(Session, "before_flush", _note)
        event.listen(Session, "after_flush", _send)
