"""A plan as a document: gathered in a transaction, rendered outside of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.action_plans.models import ActionPlan
from madang.action_plans.queries.life import get_version, list_endorsements
from madang.action_plans.queries.owners import find_owners
from madang.action_plans.queries.plans import read_fields
from madang.action_plans.rules.tree import build, flatten
from madang.action_plans.service.showing import describe_sources
from madang.core.calendar import get_zone
from madang.core.text import in_language
from madang.documents.formats.docx import render_docx
from madang.documents.formats.pdf import render_pdf
from madang.documents.formats.xlsx import render_xlsx
from madang.documents.outline import Endorsed, PlanPaper, compose
from madang.documents.schemas import DocumentForm
from madang.documents.sheets import Origin
from madang.documents.words import DocumentLanguage, choose_language, words_of
from madang.programme.models import Edition


@dataclass(frozen=True)
class Material:
    """All that a document is made of."""

    paper: PlanPaper
    origin: Origin
    language: DocumentLanguage

    def render(self, form: DocumentForm) -> bytes:
        """Return the document. Not for the event loop."""
        words = words_of(self.language)
        match form:
            case DocumentForm.PDF:
                return render_pdf(compose(self.paper, words))
            case DocumentForm.DOCX:
                return render_docx(compose(self.paper, words), self.origin.taken_at)
            case DocumentForm.XLSX:
                return render_xlsx(self.paper, words, self.origin)


async def gather(
    db: AsyncSession,
    plan: ActionPlan,
    edition: Edition,
    now: datetime,
    *,
    lang: DocumentLanguage | None = None,
    number: int | None = None,
) -> Material:
    """Return what a document of a plan is made of: as it is now, or as a version froze it. Errors: NotFound.

    Without `lang` it is in the plan's own language. An endorsement that came after a version is not in it.
    """
    language = lang or choose_language(plan.language, edition.default_language)
    status, revision, at, fields = plan.status, plan.revision, now, await read_fields(db, plan.id)
    endorsements = await list_endorsements(db, plan.id)
    if number is not None:
        version = await get_version(db, plan.id, number)
        status, revision, at, fields = version.status, version.revision, version.at, version.fields
        endorsements = [one for one in endorsements if one.created_at <= version.at]
    tree = build(fields)
    owner = (await find_owners(db, [plan]))[plan.id]
    known = await describe_sources(db, plan, edition)

    def say(text: dict[str, str]) -> str:
        return in_language(text, language, edition.default_language)

    paper = PlanPaper(
        key=plan.key,
        edition=say(edition.title),
        city=say(owner.city or {}),
        country=owner.country,
        writer=owner.name,
        status=status,
        as_of=at.astimezone(get_zone(edition.timezone)).date(),
        tree=tree,
        number=number,
        topics={one.key: say(one.name) for one in (*known.pillars, *known.strengths)},
        sources={
            **{str(one.id): say(one.title) for one in known.sessions},
            **{str(one.id): say(one.title) for one in known.visits},
            **{str(one.id): one.title for one in known.case_studies},
        },
        endorsements=tuple(Endorsed(one.body, one.kind, one.endorsed_on, one.note) for one in endorsements),
    )
    return Material(paper, Origin(plan.id, revision, now, flatten(tree)), language)
