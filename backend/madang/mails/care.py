"""Letters about what organisers care for: access needs and visas. They say that there is news, never what it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.text import in_language
from madang.mails.words import choose_language, make_mail
from madang.outbox.worker import Mail, Renderer
from madang.participants.models import Registration
from madang.programme.queries import find_edition_by_id


@dataclass(frozen=True)
class CareLetters:
    """What these renderers need besides the database."""

    base_url: str

    def by_kind(self) -> dict[str, Renderer]:
        """Return the renderer of every kind of message."""
        return {kind: self._news(kind) for kind in ("access_need_arranged", "visa_changed")}

    def _news(self, kind: str) -> Renderer:
        async def render(db: AsyncSession, ids: Mapping[str, str], _now: datetime) -> Mail | None:
            statement = select(Registration).where(Registration.id == UUID(ids["registration_id"]))
            registration = (await db.exec(statement)).one_or_none()
            edition = await find_edition_by_id(db, registration.edition_id) if registration else None
            if registration is None or edition is None or registration.erased_at is not None:
                return None
            language = choose_language(registration.language)
            return make_mail(
                kind,
                recipient=registration.email_as_typed,
                language=language,
                base_url=self.base_url,
                values={"edition": in_language(edition.title, language, edition.default_language)},
                address=f"{self.base_url}/e/{edition.slug}/mine/private",
            )

        return render
