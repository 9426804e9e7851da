"""Failed sign-ins count from the first of them, for a while."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TABLE = "sign_in_throttle"


def _rename(old: str, new: str) -> None:
    op.drop_index(op.f(f"ix_{_TABLE}_{old}"), _TABLE)
    with op.batch_alter_table(_TABLE) as batch_op:
        batch_op.alter_column(old, new_column_name=new)
    op.create_index(op.f(f"ix_{_TABLE}_{new}"), _TABLE, [new])


def upgrade() -> None:
    _rename("last_at", "since")


def downgrade() -> None:
    _rename("since", "last_at")
