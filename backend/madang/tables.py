"""Every model, imported so that metadata is whole for migrations and foreign keys."""

from sqlmodel import SQLModel

from madang.accounts import models as accounts
from madang.core import db, idempotency
from madang.people import models as people
from madang.programme import models as programme

__all__ = ["accounts", "db", "idempotency", "metadata", "people", "programme"]

metadata = SQLModel.metadata
