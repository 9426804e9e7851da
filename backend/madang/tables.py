"""Every model, imported so that metadata is whole for migrations and foreign keys."""

from sqlmodel import SQLModel

from madang.accounts import models as accounts
from madang.audit import models as audit
from madang.core import db, idempotency
from madang.outbox import models as outbox
from madang.people import models as people
from madang.programme import models as programme

__all__ = ["accounts", "audit", "db", "idempotency", "metadata", "outbox", "people", "programme"]

metadata = SQLModel.metadata
