"""Follow-up."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_period",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("remind_before", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("remind_after", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_report_period_edition_id_edition"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_period")),
        sa.UniqueConstraint("edition_id", "due_on", name=op.f("uq_report_period_edition_id_due_on")),
    )
    with op.batch_alter_table("report_period", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_period_updated_at"), ["updated_at"], unique=False)

    op.create_table(
        "plan_report",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_by_id", sa.Uuid(), nullable=True),
        sa.Column("version_number", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["completed_by_id"],
            ["account.id"],
            name=op.f("fk_plan_report_completed_by_id_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["period_id"], ["report_period.id"], name=op.f("fk_plan_report_period_id_report_period")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["action_plan.id"], name=op.f("fk_plan_report_plan_id_action_plan"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_report")),
        sa.UniqueConstraint("plan_id", "period_id", name=op.f("uq_plan_report_plan_id_period_id")),
    )
    with op.batch_alter_table("plan_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_report_completed_by_id"), ["completed_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_report_period_id"), ["period_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_report_updated_at"), ["updated_at"], unique=False)

    op.create_table(
        "report_reminder",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_report_reminder_account_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["period_id"],
            ["report_period.id"],
            name=op.f("fk_report_reminder_period_id_report_period"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["action_plan.id"], name=op.f("fk_report_reminder_plan_id_action_plan"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("plan_id", "period_id", "sent_on", name=op.f("pk_report_reminder")),
    )
    with op.batch_alter_table("report_reminder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_reminder_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_reminder_period_id"), ["period_id"], unique=False)

    op.create_table(
        "action_rating",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("action_id", sa.String(12), nullable=False),
        sa.Column("rating", sa.String(40), nullable=False),
        sa.Column("comment", sa.String(2000), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_action_rating_account_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["plan_report.id"], name=op.f("fk_action_rating_report_id_plan_report"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_rating")),
        sa.UniqueConstraint("report_id", "action_id", name=op.f("uq_action_rating_report_id_action_id")),
    )
    with op.batch_alter_table("action_rating", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_rating_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_rating_updated_at"), ["updated_at"], unique=False)

    op.create_table(
        "report_entry",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("action_id", sa.String(12), nullable=False),
        sa.Column("values", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("difficulties", sa.String(5000), nullable=False),
        sa.Column("lessons", sa.String(5000), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_report_entry_account_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["plan_report.id"], name=op.f("fk_report_entry_report_id_plan_report"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_entry")),
        sa.UniqueConstraint("report_id", "action_id", name=op.f("uq_report_entry_report_id_action_id")),
    )
    with op.batch_alter_table("report_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_entry_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_entry_updated_at"), ["updated_at"], unique=False)

    op.create_table(
        "report_evidence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("action_id", sa.String(12), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("url", sa.String(2000), nullable=True),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_report_evidence_account_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_report_evidence_file_id_stored_file"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["plan_report.id"], name=op.f("fk_report_evidence_report_id_plan_report"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_evidence")),
    )
    with op.batch_alter_table("report_evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_evidence_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_evidence_file_id"), ["file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_evidence_report_id"), ["report_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("report_evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_evidence_report_id"))
        batch_op.drop_index(batch_op.f("ix_report_evidence_file_id"))
        batch_op.drop_index(batch_op.f("ix_report_evidence_account_id"))

    op.drop_table("report_evidence")
    with op.batch_alter_table("report_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_entry_updated_at"))
        batch_op.drop_index(batch_op.f("ix_report_entry_account_id"))

    op.drop_table("report_entry")
    with op.batch_alter_table("action_rating", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_rating_updated_at"))
        batch_op.drop_index(batch_op.f("ix_action_rating_account_id"))

    op.drop_table("action_rating")
    with op.batch_alter_table("report_reminder", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_reminder_period_id"))
        batch_op.drop_index(batch_op.f("ix_report_reminder_account_id"))

    op.drop_table("report_reminder")
    with op.batch_alter_table("plan_report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_report_updated_at"))
        batch_op.drop_index(batch_op.f("ix_plan_report_period_id"))
        batch_op.drop_index(batch_op.f("ix_plan_report_completed_by_id"))

    op.drop_table("plan_report")
    with op.batch_alter_table("report_period", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_period_updated_at"))

    op.drop_table("report_period")
