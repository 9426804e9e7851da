"""Letters about case studies: what became of one, why it comes back, and slides that are missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.case_studies.models import CaseStudy, CaseStudyCall, CaseStudyStatus
from madang.case_studies.queries import calls, studies
from madang.core.text import in_language
from madang.mails.words import WORDS, choose_language, make_mail, say_as_line, say_moment, say_span
from madang.outbox.worker import Mail, Renderer
from madang.participants.models import Registration
from madang.participants.queries import find_registration
from madang.programme.models import Edition, ProgrammeSession
from madang.programme.queries import find_edition_by_id

_OUTCOMES = {
    "case_study_selected": CaseStudyStatus.SELECTED,
    "case_study_reserve": CaseStudyStatus.RESERVE,
    "case_study_not_selected": CaseStudyStatus.NOT_SELECTED,
}


@dataclass(frozen=True)
class _Found:
    """A case study with all that a letter about it names."""

    study: CaseStudy
    call: CaseStudyCall
    session: ProgrammeSession
    edition: Edition
    presenter: Registration
    language: str

    def values(self) -> dict[str, object]:
        return {
            "study": self.study.title,
            "session": in_language(self.session.title, self.language, self.edition.default_language),
            "edition": in_language(self.edition.title, self.language, self.edition.default_language),
        }


@dataclass(frozen=True)
class CaseStudyLetters:
    """Renderers of letters about case studies."""

    base_url: str

    def by_kind(self) -> dict[str, Renderer]:
        """Return the renderer of each kind of message."""
        return {
            **{kind: self._outcome(kind) for kind in _OUTCOMES},
            "case_study_returned": self.returned,
            "case_study_slides": self.slides,
        }

    def _outcome(self, kind: str) -> Renderer:
        async def render(db: AsyncSession, ids: Mapping[str, str], _now: datetime) -> Mail | None:
            found = await self._find(db, ids)
            # Another outcome may have been told since, or it was withdrawn.
            if found is None or found.study.told_status is not _OUTCOMES[kind]:
                return None
            zone, language = found.edition.timezone, found.language
            minutes = str(found.study.minutes or found.call.minutes_each)
            when = say_span(found.session.starts_at, found.session.ends_at, language, zone)
            until = say_moment(found.call.slides_by, language, zone) if found.call.slides_by else ""
            owed = until if found.study.slides_file_id is None else ""
            lines = {
                "when_line": say_as_line("case_study_when", language, when=when, minutes=minutes),
                "slides_line": say_as_line("case_study_slides", language, until=owed),
            }
            return self._write(kind, found, lines)

        return render

    async def returned(self, db: AsyncSession, ids: Mapping[str, str], _now: datetime) -> Mail | None:
        """Say what the organisers ask to be changed; nothing, when it was handed in again meanwhile."""
        found = await self._find(db, ids)
        event = await studies.find_event(db, UUID(ids["event_id"]))
        if found is None or event is None or found.study.status is not CaseStudyStatus.DRAFT:
            return None
        reason = say_as_line("reason", found.language, comment=event.comment)
        return self._write("case_study_returned", found, {"reason_line": reason})

    async def slides(self, db: AsyncSession, ids: Mapping[str, str], now: datetime) -> Mail | None:
        """Say for what slides are missing and until when; nothing, when all have come in meanwhile."""
        presenter = await self._presenter(db, ids)
        edition = await find_edition_by_id(db, presenter.edition_id) if presenter else None
        owed = await studies.list_owed_by(db, presenter.id) if presenter else []
        if presenter is None or edition is None or not owed:
            return None
        language = choose_language(presenter.language, edition.default_language)
        own = WORDS[language]["kinds"]["case_study_slides"]
        name = in_language(edition.title, language, edition.default_language)
        return make_mail(
            "case_study_slides",
            recipient=presenter.email_as_typed,
            language=language,
            base_url=self.base_url,
            values={"edition": name},
            lines=[
                *(line.format(edition=name) for line in own["lines"]),
                *(_say_owed(study, call, edition, language, now) for study, call in owed),
            ],
            address=f"{self.base_url}/e/{edition.slug}/case-studies",
        )

    async def _presenter(self, db: AsyncSession, ids: Mapping[str, str]) -> Registration | None:
        found = await find_registration(db, UUID(ids["registration_id"]))
        return None if found is None or found.erased_at else found

    async def _find(self, db: AsyncSession, ids: Mapping[str, str]) -> _Found | None:
        study = await studies.find_study(db, UUID(ids["case_study_id"]))
        presenter = await self._presenter(db, ids)
        if study is None or presenter is None:
            return None
        call = await calls.get_call_by_id(db, study.call_id)
        session = await db.get(ProgrammeSession, call.session_id)
        edition = await find_edition_by_id(db, study.edition_id)
        if session is None or edition is None:
            return None
        language = choose_language(presenter.language, edition.default_language)
        return _Found(study, call, session, edition, presenter, language)

    def _write(self, kind: str, found: _Found, lines: Mapping[str, str]) -> Mail:
        return make_mail(
            kind,
            recipient=found.presenter.email_as_typed,
            language=found.language,
            base_url=self.base_url,
            values={**found.values(), **lines},
            address=f"{self.base_url}/e/{found.edition.slug}/case-studies",
        )


def _say_owed(study: CaseStudy, call: CaseStudyCall, edition: Edition, language: str, now: datetime) -> str:
    words = WORDS[language]["case_study"]
    if call.slides_by is None:
        return str(words["owed"]).format(title=study.title)
    until = say_moment(call.slides_by, language, edition.timezone)
    return str(words["overdue" if call.slides_by <= now else "due"]).format(title=study.title, until=until)
