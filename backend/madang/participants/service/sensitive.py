"""Sensitive details: sealed on the way in, opened for their owner or for a reason, erased on their day."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import structlog
from pydantic import TypeAdapter
from sqlmodel import col, update
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.audit.service import record
from madang.core.db import flush_new
from madang.core.errors import NotFound, Stale
from madang.core.keys import Keyring
from madang.core.sealing import Unsealable, seal, unseal
from madang.outbox.service import post
from madang.participants.errors import RetentionOver
from madang.participants.models import (
    ArrangementState,
    Consent,
    Registration,
    SensitiveDetail,
    SensitiveKind,
)
from madang.participants.queries import care, find_form
from madang.participants.schemas.sensitive import (
    AccessNeed,
    Arrange,
    CareCounts,
    Content,
    Diet,
    Dietary,
    Need,
    SensitivePublic,
)
from madang.programme.models import Edition

log = structlog.get_logger()

_PURPOSE = "sensitive-detail"
_NOTE = "sensitive-note"
_content: TypeAdapter[Content] = TypeAdapter(Content)

PURPOSES = {
    SensitiveKind.DIETARY: "meals",
    SensitiveKind.ACCESS_NEED: "taking_part",
    SensitiveKind.EMERGENCY_CONTACT: "emergencies",
    SensitiveKind.PASSPORT: "visa_letter",
}


@dataclass(frozen=True)
class Vault:
    """What opens sensitive details, and how many days after an edition they are kept."""

    keyring: Keyring
    kept_days: int

    def erase_on(self, edition: Edition) -> date:
        """Return the day on which the sensitive details of an edition are erased."""
        return edition.ends_on + timedelta(days=self.kept_days)

    def open(self, detail: SensitiveDetail) -> SensitivePublic:
        """Return a detail in words; without them where its key is lost."""
        said = self._unseal(_PURPOSE, detail, detail.sealed)
        note = self._unseal(_NOTE, detail, detail.sealed_note) if detail.sealed_note else None
        return SensitivePublic(
            kind=detail.kind,
            version=detail.version,
            content=_content.validate_json(said) if said else None,
            purpose=detail.purpose,
            consented_at=detail.consented_at,
            erase_on=detail.erase_on,
            arrangement=detail.arrangement,
            note=note.decode() if note else None,
        )

    def _unseal(self, purpose: str, detail: SensitiveDetail, sealed: bytes) -> bytes | None:
        try:
            return unseal(self.keyring, purpose, detail.id, sealed)
        except Unsealable:
            log.error("a sensitive detail does not open", id=str(detail.id))
            return None


def retention_is_open(vault: Vault, edition: Edition, now: datetime) -> bool:
    """Whether details are taken still: what would be erased tomorrow is not worth giving."""
    return now.date() <= vault.erase_on(edition)


async def give(
    db: AsyncSession,
    vault: Vault,
    registration: Registration,
    edition: Edition,
    content: Content,
    *,
    version: int,
    now: datetime,
) -> SensitiveDetail:
    """Store one detail of a locked registration, sealed, with its consent. `version` 0: there was none before.

    A changed access need is requested anew. Errors: RetentionOver; Stale with the present detail.
    """
    if not retention_is_open(vault, edition, now):
        raise RetentionOver(f"sensitive details of this edition were erased on {vault.erase_on(edition)}")
    detail = await care.find_detail(db, registration.id, content.kind)
    _expect(vault, detail, version)
    if detail is None:
        form = await find_form(db, edition.id)
        db.add(
            Consent(
                registration_id=registration.id,
                purpose=_consented(content.kind),
                form_version=form.version if form else 0,
                language=registration.language,
                given_at=now,
            )
        )
        detail = SensitiveDetail(
            registration_id=registration.id,
            kind=content.kind,
            sealed=b"",
            purpose=PURPOSES[content.kind],
            consented_at=now,
            erase_on=vault.erase_on(edition),
            created_at=now,
        )
        db.add(detail)
    detail.sealed = seal(vault.keyring, _PURPOSE, detail.id, content.model_dump_json().encode())
    detail.erase_on = vault.erase_on(edition)
    if content.kind is SensitiveKind.ACCESS_NEED:
        detail.arrangement, detail.arranged_by_id, detail.sealed_note = ArrangementState.REQUESTED, None, None
    detail.touch(now)
    await flush_new(db, Stale("this was given at the same moment; read it again"))
    return detail


def _consented(kind: SensitiveKind) -> str:
    return f"sensitive.{kind}"


def _expect(vault: Vault, detail: SensitiveDetail | None, version: int) -> None:
    stands = detail.version if detail else 0
    if stands != version:
        current = vault.open(detail).model_dump(mode="json") if detail else None
        raise Stale(f"this is version {stands} by now, not {version}", current=current)


async def take_back(
    db: AsyncSession, vault: Vault, registration: Registration, kind: SensitiveKind, *, version: int, now: datetime
) -> None:
    """Delete one detail of a registration and withdraw its consent. Errors: NotFound, Stale."""
    detail = await care.find_detail(db, registration.id, kind)
    if detail is None:
        raise NotFound("there is nothing to delete")
    _expect(vault, detail, version)
    await db.delete(detail)
    given = update(Consent).where(
        col(Consent.registration_id) == registration.id,
        col(Consent.purpose) == _consented(kind),
        col(Consent.withdrawn_at).is_(None),
    )
    await db.exec(given.values(withdrawn_at=now).execution_options(synchronize_session=False))
    await db.flush()


async def reveal(
    db: AsyncSession,
    vault: Vault,
    registration: Registration,
    kinds: Sequence[SensitiveKind],
    *,
    reason: str,
    now: datetime,
) -> list[SensitivePublic]:
    """Return sensitive details of somebody; that they were read, which and why stands in the audit log."""
    details = await care.list_details(db, registration.id, kinds)
    record(
        db,
        "sensitive.revealed",
        now,
        edition_id=registration.edition_id,
        subject_kind="registration",
        subject_id=registration.id,
        fields=[detail.kind for detail in details],
        reason=reason,
    )
    await db.flush()
    return [vault.open(detail) for detail in details]


async def arrange(
    db: AsyncSession, vault: Vault, detail: SensitiveDetail, data: Arrange, *, by_id: UUID, now: datetime
) -> None:
    """Say what has become of an access need, and mail the person that there is something to read."""
    detail.arrangement = data.arrangement
    detail.arranged_by_id = by_id
    detail.sealed_note = seal(vault.keyring, _NOTE, detail.id, data.note.encode()) if data.note else None
    detail.touch(now)
    await db.flush()
    await post(
        db,
        "access_need_arranged",
        now,
        once=f"access_need_arranged:{detail.id}:{detail.version}",
        registration_id=detail.registration_id,
    )


def count(vault: Vault, details: Sequence[SensitiveDetail]) -> CareCounts:
    """Return how many want what. Opens every detail: slow for thousands, so call it in a thread."""
    diets: Counter[Diet] = Counter()
    needs: Counter[Need] = Counter()
    arrangements: Counter[ArrangementState] = Counter()
    notes: Counter[SensitiveKind] = Counter()
    for detail in details:
        content = vault.open(detail).content
        if isinstance(content, Dietary):
            diets.update(set(content.diets))
            notes[content.kind] += bool(content.note)
        if isinstance(content, AccessNeed):
            needs.update(set(content.needs))
            notes[content.kind] += bool(content.note)
            arrangements[detail.arrangement or ArrangementState.REQUESTED] += 1
    return CareCounts(
        people=len({detail.registration_id for detail in details}),
        diets=dict(diets),
        needs=dict(needs),
        dietary_notes=notes[SensitiveKind.DIETARY],
        access_notes=notes[SensitiveKind.ACCESS_NEED],
        arrangements=dict(arrangements),
    )
