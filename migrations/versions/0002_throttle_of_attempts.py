"""Sign-in attempts are counted by subject; a role for the whole installation is granted once."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_EDITION_KEY = "fk_role_grant_edition_id_edition"


def upgrade() -> None:
    op.create_table(
        "sign_in_throttle",
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("allowed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_sign_in_throttle")),
    )
    op.create_index(op.f("ix_sign_in_throttle_last_at"), "sign_in_throttle", ["last_at"])
    op.drop_table("sign_in_failure")

    with op.batch_alter_table("role_grant") as batch_op:
        batch_op.drop_constraint(op.f(_EDITION_KEY), type_="foreignkey")
        batch_op.create_foreign_key(op.f(_EDITION_KEY), "edition", ["edition_id"], ["id"], ondelete="CASCADE")
    op.create_index(
        "uq_role_grant_installation",
        "role_grant",
        ["account_id", "role"],
        unique=True,
        sqlite_where=sa.text("edition_id IS NULL"),
        postgresql_where=sa.text("edition_id IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("uq_role_grant_installation", "role_grant")
    with op.batch_alter_table("role_grant") as batch_op:
        batch_op.drop_constraint(op.f(_EDITION_KEY), type_="foreignkey")
        batch_op.create_foreign_key(op.f(_EDITION_KEY), "edition", ["edition_id"], ["id"])

    op.create_table(
        "sign_in_failure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("network", sa.String(64), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failure")),
    )
    for column in ("email", "failed_at", "network"):
        op.create_index(op.f(f"ix_sign_in_failure_{column}"), "sign_in_failure", [column])
    op.drop_table("sign_in_throttle")
