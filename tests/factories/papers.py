"""Plans as documents show them, without a database: what a city wrote in its own language."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from madang.action_plans.models import EndorsementKind, PlanStatus
from madang.action_plans.rules.fields import Vocabulary
from madang.action_plans.rules.tree import build, flatten
from madang.documents.cells import Known
from madang.documents.outline import Endorsed, PlanPaper
from madang.documents.sheets import Origin

SESSION = "0199a1b2-0000-7000-8000-000000000001"
PLAN = UUID("0199a1b2-0000-7000-8000-0000000000ff")
TAKEN = datetime(2019, 11, 1, 9, tzinfo=UTC)
FIRST, SECOND = "actions/0k3v9qz1m2ab", "actions/0k3v9qz1m2ac"
WORDS = {
    "en": ("Recycling together", "Most household waste is not sorted.", "Environment directorate"),
    "ko": ("함께 만드는 순환경제", "생활 폐기물이 거의 분리되지 않는다.", "환경국"),
    "fr": ("Recycler ensemble : c’est « œuvrer »", "L’essentiel des déchets n’est pas trié.", "Direction de l’été"),
    "es": ("Reciclar en compañía", "La mayoría de los residuos no se separa.", "Dirección de Medio Ambiente"),
    "vi": ("Cùng nhau tái chế", "Phần lớn rác thải chưa được phân loại ở phường.", "Sở Môi trường"),
}


def make_fields(language: str = "en") -> dict[str, Any]:
    """Return a plan of two actions, the first of them in full."""
    title, text, body = WORDS[language]
    return {
        "title": title,
        "problem": f"{text}\n\n{text}",
        "objective": text,
        "period_start": "2019-11-01",
        "period_end": "2021-10-31",
        "pillars": ["legal"],
        "learning/0k3v9qz1m2aa/kind": "session",
        "learning/0k3v9qz1m2aa/ref": SESSION,
        "learning/0k3v9qz1m2aa/note": text,
        "support/0k3v9qz1m2aa/kind": "peer_exchange",
        "support/0k3v9qz1m2aa/text": text,
        f"{FIRST}/title": title,
        f"{FIRST}/position": 1.5,
        f"{FIRST}/problem": text,
        f"{FIRST}/description": "= 2 + 2 is no formula\nbut a second line",
        f"{FIRST}/priority": "high",
        f"{FIRST}/planned_start": "2019-11-01",
        f"{FIRST}/planned_end": "2020-06-30",
        f"{FIRST}/phase": "implementation",
        f"{FIRST}/sdg": ["11", "11.3", "8.10"],
        f"{FIRST}/organisations/0k3v9qz1m2aa/name": body,
        f"{FIRST}/organisations/0k3v9qz1m2aa/kind": "government",
        f"{FIRST}/organisations/0k3v9qz1m2aa/role": "accountable",
        f"{FIRST}/milestones/0k3v9qz1m2aa/title": title,
        f"{FIRST}/milestones/0k3v9qz1m2aa/due": "2020-03-31",
        f"{FIRST}/milestones/0k3v9qz1m2aa/state": "met",
        f"{FIRST}/indicators/0k3v9qz1m2aa/title": body,
        f"{FIRST}/indicators/0k3v9qz1m2aa/qualitative": False,
        f"{FIRST}/indicators/0k3v9qz1m2aa/baseline": "4",
        f"{FIRST}/indicators/0k3v9qz1m2aa/baseline_year": 2019,
        f"{FIRST}/indicators/0k3v9qz1m2aa/periods/0k3v9qz1m2aa/ends": "2020-06-30",
        f"{FIRST}/indicators/0k3v9qz1m2aa/periods/0k3v9qz1m2aa/target": "12",
        f"{FIRST}/budget/0k3v9qz1m2aa/year": 2019,
        f"{FIRST}/budget/0k3v9qz1m2aa/currency": "UGX",
        f"{FIRST}/budget/0k3v9qz1m2aa/planned": "250000000.50",
        f"{SECOND}/title": "A second action",
        f"{SECOND}/organisations/0k3v9qz1m2aa/name": "Green Hands Co-operative",
    }


def make_paper(fields: dict[str, Any], **values: Any) -> PlanPaper:
    """Return what a document of these fields says."""
    known: dict[str, Any] = {
        "key": "kampala",
        "edition": "GSEF Capacity Building Training 2019",
        "city": "Kampala",
        "country": "UG",
        "writer": "Kampala trainee 1",
        "status": PlanStatus.ENDORSED,
        "as_of": date(2020, 1, 15),
        "number": 4,
        "topics": {"legal": "Legal framework"},
        "sources": {SESSION: "Opening roundtable"},
        "endorsements": (Endorsed("Kampala council", EndorsementKind.GOVERNMENT, date(2020, 1, 10)),),
    }
    return PlanPaper(tree=build(fields), **(known | values))


def make_origin(fields: dict[str, Any], revision: int = 7) -> Origin:
    """Return where a file of these fields comes from."""
    return Origin(PLAN, revision, TAKEN, flatten(build(fields)))


def make_known() -> Known:
    """Return what the edition of these plans knows by name."""
    return Known(
        topics={Vocabulary.PILLARS: {"legal framework": "legal", "cadre juridique": "legal"}},
        sources={"opening roundtable": SESSION},
        codes={Vocabulary.PILLARS: frozenset({"legal"}), Vocabulary.STRENGTHS: frozenset({"employment"})},
    )
