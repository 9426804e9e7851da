"""Case studies and action plans."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "action_plan_call",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("owner_kinds", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("guidance", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("outline_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submit_by", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_action_plan_call_edition_id_edition"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_plan_call")),
        sa.UniqueConstraint("edition_id", name=op.f("uq_action_plan_call_edition_id")),
    )
    with op.batch_alter_table("action_plan_call", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_plan_call_updated_at"), ["updated_at"], unique=False)

    op.create_table(
        "action_plan",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql"), nullable=False),
        sa.Column("owner_kind", sa.String(40), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=True),
        sa.Column("delegation_id", sa.Uuid(), nullable=True),
        sa.Column("keeper_account_id", sa.Uuid(), nullable=True),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column(
            "search_name", sa.String(1000).with_variant(sa.String(1000, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("presented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("endorsed_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_number", sa.Integer(), nullable=True),
        sa.Column("public_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["delegation_id"], ["delegation.id"], name=op.f("fk_action_plan_delegation_id_delegation")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_action_plan_edition_id_edition"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["keeper_account_id"],
            ["account.id"],
            name=op.f("fk_action_plan_keeper_account_id_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_action_plan_registration_id_registration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_plan")),
        sa.UniqueConstraint("delegation_id", name=op.f("uq_action_plan_delegation_id")),
        sa.UniqueConstraint("edition_id", "key", name=op.f("uq_action_plan_edition_id_key")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_action_plan_registration_id")),
    )
    with op.batch_alter_table("action_plan", schema=None) as batch_op:
        batch_op.create_index("ix_action_plan_edition_id_status_key", ["edition_id", "status", "key"], unique=False)
        batch_op.create_index(
            "ix_action_plan_published_number_edition_id", ["published_number", "edition_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_action_plan_keeper_account_id"), ["keeper_account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_plan_updated_at"), ["updated_at"], unique=False)

    op.create_table(
        "case_study_call",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("guidance", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("slides_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("room_for", sa.Integer(), nullable=False),
        sa.Column("minutes_each", sa.Integer(), nullable=False),
        sa.Column("remind_days", sa.Integer(), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_case_study_call_edition_id_edition"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["programme_session.id"],
            name=op.f("fk_case_study_call_session_id_programme_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_study_call")),
        sa.UniqueConstraint("session_id", name=op.f("uq_case_study_call_session_id")),
    )
    with op.batch_alter_table("case_study_call", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_study_call_edition_id"), ["edition_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_study_call_updated_at"), ["updated_at"], unique=False)

    op.create_table(
        "action_plan_comment",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.String(120), nullable=True),
        sa.Column("reply_to_id", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("from_office", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(4000), nullable=False),
        sa.Column("suggestion", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("outcome", sa.String(40), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_action_plan_comment_account_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["action_plan.id"], name=op.f("fk_action_plan_comment_plan_id_action_plan"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["reply_to_id"],
            ["action_plan_comment.id"],
            name=op.f("fk_action_plan_comment_reply_to_id_action_plan_comment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"],
            ["account.id"],
            name=op.f("fk_action_plan_comment_settled_by_id_account"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_plan_comment")),
    )
    with op.batch_alter_table("action_plan_comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_plan_comment_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_plan_comment_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_plan_comment_reply_to_id"), ["reply_to_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_plan_comment_settled_by_id"), ["settled_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_plan_comment_updated_at"), ["updated_at"], unique=False)

    op.create_table(
        "action_plan_contributor",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_action_plan_contributor_account_id_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["added_by_id"],
            ["account.id"],
            name=op.f("fk_action_plan_contributor_added_by_id_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"],
            ["action_plan.id"],
            name=op.f("fk_action_plan_contributor_plan_id_action_plan"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_plan_contributor")),
        sa.UniqueConstraint("plan_id", "email", name=op.f("uq_action_plan_contributor_plan_id_email")),
    )
    with op.batch_alter_table("action_plan_contributor", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_plan_contributor_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_plan_contributor_added_by_id"), ["added_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_plan_contributor_email"), ["email"], unique=False)

    op.create_table(
        "action_plan_endorsement",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("body", sa.String(300), nullable=False),
        sa.Column("endorsed_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(2000), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["stored_file.id"],
            name=op.f("fk_action_plan_endorsement_file_id_stored_file"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"],
            ["action_plan.id"],
            name=op.f("fk_action_plan_endorsement_plan_id_action_plan"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_plan_endorsement")),
    )
    with op.batch_alter_table("action_plan_endorsement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_plan_endorsement_file_id"), ["file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_plan_endorsement_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_plan_endorsement_updated_at"), ["updated_at"], unique=False)

    op.create_table(
        "action_plan_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("from_status", sa.String(40), nullable=False),
        sa.Column("to_status", sa.String(40), nullable=False),
        sa.Column("comment", sa.String(2000), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_action_plan_event_account_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["action_plan.id"], name=op.f("fk_action_plan_event_plan_id_action_plan"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_plan_event")),
    )
    with op.batch_alter_table("action_plan_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_plan_event_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_plan_event_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "action_plan_field",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.String(120).with_variant(sa.String(120, collation="C"), "postgresql"), nullable=False),
        sa.Column("value", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_action_plan_field_account_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["action_plan.id"], name=op.f("fk_action_plan_field_plan_id_action_plan"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("plan_id", "path", name=op.f("pk_action_plan_field")),
    )
    with op.batch_alter_table("action_plan_field", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_plan_field_account_id"), ["account_id"], unique=False)
        batch_op.create_index("ix_action_plan_field_plan_id_revision", ["plan_id", "revision"], unique=False)

    op.create_table(
        "action_plan_presentation",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["edition.id"],
            name=op.f("fk_action_plan_presentation_edition_id_edition"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["programme_session.id"],
            name=op.f("fk_action_plan_presentation_session_id_programme_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_plan_presentation")),
        sa.UniqueConstraint("session_id", name=op.f("uq_action_plan_presentation_session_id")),
    )
    with op.batch_alter_table("action_plan_presentation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_plan_presentation_edition_id"), ["edition_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_plan_presentation_updated_at"), ["updated_at"], unique=False)

    op.create_table(
        "action_plan_public",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("summary", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"],
            ["action_plan.id"],
            name=op.f("fk_action_plan_public_plan_id_action_plan"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("plan_id", name=op.f("pk_action_plan_public")),
    )

    op.create_table(
        "action_plan_slot",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["action_plan.id"], name=op.f("fk_action_plan_slot_plan_id_action_plan"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["programme_session.id"],
            name=op.f("fk_action_plan_slot_session_id_programme_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("plan_id", name=op.f("pk_action_plan_slot")),
    )
    with op.batch_alter_table("action_plan_slot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_plan_slot_session_id"), ["session_id"], unique=False)

    op.create_table(
        "action_plan_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_action_plan_version_account_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["action_plan.id"], name=op.f("fk_action_plan_version_plan_id_action_plan"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_plan_version")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_action_plan_version_plan_id_number")),
    )
    with op.batch_alter_table("action_plan_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_plan_version_account_id"), ["account_id"], unique=False)

    op.create_table(
        "case_study",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("delegation_id", sa.Uuid(), nullable=True),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("examples", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("stakeholders", sa.String(), nullable=False),
        sa.Column("results", sa.String(), nullable=False),
        sa.Column("lessons", sa.String(), nullable=False),
        sa.Column("slides_file_id", sa.Uuid(), nullable=True),
        sa.Column("slides_public", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("told_status", sa.String(40), nullable=True),
        sa.Column("reopened", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["call_id"], ["case_study_call.id"], name=op.f("fk_case_study_call_id_case_study_call")
        ),
        sa.ForeignKeyConstraint(
            ["delegation_id"], ["delegation.id"], name=op.f("fk_case_study_delegation_id_delegation")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_case_study_edition_id_edition"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_case_study_registration_id_registration")
        ),
        sa.ForeignKeyConstraint(
            ["slides_file_id"],
            ["stored_file.id"],
            name=op.f("fk_case_study_slides_file_id_stored_file"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_study")),
        sa.UniqueConstraint("call_id", "registration_id", name=op.f("uq_case_study_call_id_registration_id")),
    )
    with op.batch_alter_table("case_study", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_study_delegation_id"), ["delegation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_study_edition_id"), ["edition_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_study_registration_id"), ["registration_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_study_slides_file_id"), ["slides_file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_study_updated_at"), ["updated_at"], unique=False)

    op.create_table(
        "case_study_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_study_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("from_status", sa.String(40), nullable=False),
        sa.Column("to_status", sa.String(40), nullable=False),
        sa.Column("comment", sa.String(2000), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_case_study_event_account_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["case_study_id"],
            ["case_study.id"],
            name=op.f("fk_case_study_event_case_study_id_case_study"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_study_event")),
    )
    with op.batch_alter_table("case_study_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_study_event_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_study_event_case_study_id"), ["case_study_id"], unique=False)

    op.create_table(
        "case_study_review",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_study_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("relevance", sa.Integer(), nullable=False),
        sa.Column("clarity", sa.Integer(), nullable=False),
        sa.Column("transferability", sa.Integer(), nullable=False),
        sa.Column("comment", sa.String(2000), nullable=False),
        sa.CheckConstraint(
            "relevance BETWEEN 1 AND 5 AND clarity BETWEEN 1 AND 5 AND transferability BETWEEN 1 AND 5",
            name=op.f("ck_case_study_review_one_to_five"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_case_study_review_account_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["case_study_id"],
            ["case_study.id"],
            name=op.f("fk_case_study_review_case_study_id_case_study"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_study_review")),
        sa.UniqueConstraint("case_study_id", "account_id", name=op.f("uq_case_study_review_case_study_id_account_id")),
    )
    with op.batch_alter_table("case_study_review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_study_review_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_study_review_updated_at"), ["updated_at"], unique=False)


def downgrade() -> None:
    op.drop_table("case_study_review")
    op.drop_table("case_study_event")
    op.drop_table("case_study")
    op.drop_table("action_plan_version")
    op.drop_table("action_plan_slot")
    op.drop_table("action_plan_public")
    op.drop_table("action_plan_presentation")
    op.drop_table("action_plan_field")
    op.drop_table("action_plan_event")
    op.drop_table("action_plan_endorsement")
    op.drop_table("action_plan_contributor")
    op.drop_table("action_plan_comment")
    op.drop_table("case_study_call")
    op.drop_table("action_plan")
    op.drop_table("action_plan_call")
