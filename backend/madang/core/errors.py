"""Refusals: every error that a caller can meet is a class with a status and a stable code."""

from typing import Any, ClassVar
from uuid import UUID


class Refusal(Exception):
    """A request that was understood and is not carried out.

    A subclass states the fact as its name, `status` and `code`; its docstring becomes the documented meaning.
    `errors` are pairs of a JSON pointer into the request and what is wrong there, `members` further members of the
    problem document (RFC 9457 §3.2). `about` is the account that somebody was refused, where it is known: the audit
    log keeps it, the answer does not tell it.
    """

    status: ClassVar[int] = 400
    code: ClassVar[str] = "refused"
    audited: ClassVar[bool] = False  # whether the audit log is to know that somebody was refused

    def __init__(
        self,
        detail: str,
        *,
        errors: list[tuple[str, str]] | None = None,
        current: Any = None,
        headers: dict[str, str] | None = None,
        members: dict[str, str] | None = None,
        about: UUID | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = errors or []
        self.current = current
        self.headers = headers or {}
        self.members = members or {}
        self.about = about


class Invalid(Refusal):
    """A field of the request cannot be accepted; `errors` says which and why."""

    status, code = 422, "invalid"


class ParameterUnknown(Refusal):
    """This address does not take that parameter, or not more than once; `errors` lists which."""

    status, code = 422, "parameter_unknown"


class NotFound(Refusal):
    """There is no such thing, or it is not the caller's to see."""

    status, code = 404, "not_found"


class Taken(Refusal):
    """Something unique, such as a key or a slug, is in use already."""

    status, code = 409, "taken"


class InUse(Refusal):
    """It cannot be deleted while something else refers to it."""

    status, code = 409, "in_use"


class Stale(Refusal):
    """The resource changed since the caller read it; `current` is how it stands now."""

    status, code = 412, "stale"


class VersionRequired(Refusal):
    """A change needs `If-Match` with the version that it was made on (RFC 6585 §3)."""

    status, code = 428, "version_required"


class KeyReused(Refusal):
    """The same Idempotency-Key came with another method, path or body."""

    status, code = 422, "idempotency_key_reused"


class KeyBusy(Refusal):
    """A request with the same Idempotency-Key is still being carried out."""

    status, code = 409, "idempotency_key_busy"


class AlreadyCreated(Refusal):
    """A retry of a request whose answer held a secret, which is shown once; `current` names what was created."""

    status, code = 409, "already_created"


class Unavailable(Refusal):
    """The database does not answer; try again shortly."""

    status, code = 503, "unavailable"


class StorageFull(Refusal):
    """The disk is full: reading works, writing does not."""

    status, code = 507, "storage_full"


def pointer_part(name: str) -> str:
    """Return a name that a caller sent as it stands in a JSON pointer (RFC 6901), cut when it is long."""
    return name[:80].replace("~", "~0").replace("/", "~1")


def find_refusals(base: type[Refusal] = Refusal) -> list[type[Refusal]]:
    """Return every refusal that has been imported, below `base`, sorted by code."""
    found = {base} | {leaf for child in base.__subclasses__() for leaf in find_refusals(child)}
    return sorted(found - {Refusal}, key=lambda refusal: refusal.code)
