"""Tables of the second factor."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from madang.core.db import moment_column
from madang.core.ids import new_id


class SecondFactor(SQLModel, table=True):
    """The TOTP secret of an account, sealed; in force once it was confirmed. `last_step` was used: never again."""

    __tablename__ = "second_factor"

    account_id: UUID = Field(primary_key=True, foreign_key="account.id", ondelete="CASCADE")
    sealed_secret: bytes
    created_at: datetime = moment_column()
    confirmed_at: datetime | None = moment_column(nullable=True, default=None)
    last_step: int = Field(default=0)


class RecoveryCode(SQLModel, table=True):
    """A code for whoever lost the phone: a keyed digest, good once."""

    __tablename__ = "recovery_code"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True, ondelete="CASCADE")
    code_hash: str = Field(max_length=64)
    created_at: datetime = moment_column()
    used_at: datetime | None = moment_column(nullable=True, default=None)
