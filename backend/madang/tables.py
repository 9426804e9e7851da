"""Every model, imported so that metadata is whole for migrations and foreign keys."""

from sqlmodel import SQLModel

from madang.accounts import models as accounts
from madang.action_plans import models as action_plans
from madang.audit import models as audit
from madang.case_studies import models as case_studies
from madang.core import db, idempotency
from madang.delegations import models as delegations
from madang.files import models as files
from madang.follow_up import models as follow_up
from madang.notices import models as notices
from madang.outbox import models as outbox
from madang.participants import models as participants
from madang.people import models as people
from madang.programme import models as programme
from madang.schedules import models as schedules
from madang.stage import models as stage
from madang.visits import models as visits

__all__ = [
    "accounts",
    "action_plans",
    "audit",
    "case_studies",
    "db",
    "delegations",
    "files",
    "follow_up",
    "idempotency",
    "metadata",
    "notices",
    "outbox",
    "participants",
    "people",
    "programme",
    "schedules",
    "stage",
    "visits",
]

metadata = SQLModel.metadata
