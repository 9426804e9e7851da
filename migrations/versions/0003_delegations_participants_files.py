"""Delegations, registrations, sensitive details, requirements, files."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quota",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.CheckConstraint("taken >= 0", name=op.f("ck_quota_taken_not_negative")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_quota_edition_id_edition"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("edition_id", "kind", name=op.f("pk_quota")),
    )
    op.create_table(
        "registration_form",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edits_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kinds", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("needs_approval", sa.Boolean(), nullable=False),
        sa.Column("offer_hours", sa.Integer(), nullable=False),
        sa.Column("intro", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("questions", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("consents", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("contact_email", sa.String(320), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_registration_form_edition_id_edition"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_form")),
        sa.UniqueConstraint("edition_id", name=op.f("uq_registration_form_edition_id")),
    )
    with op.batch_alter_table("registration_form", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_registration_form_updated_at"), ["updated_at"], unique=False)

    op.create_table(
        "requirement",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql"), nullable=False),
        sa.Column("title", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("description", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("form", sa.String(40), nullable=False),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        sa.Column("kinds", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("delegation_ids", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("nationalities", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_requirement_edition_id_edition"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requirement")),
        sa.UniqueConstraint("edition_id", "key", name=op.f("uq_requirement_edition_id_key")),
    )
    with op.batch_alter_table("requirement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_requirement_updated_at"), ["updated_at"], unique=False)

    op.create_table(
        "stored_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=True),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_stored_file_account_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_stored_file_edition_id_edition"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
    )
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stored_file_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_stored_file_created_at"), ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_stored_file_edition_id"), ["edition_id"], unique=False)

    op.create_table(
        "delegation",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql"), nullable=False),
        sa.Column("city", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column(
            "search_name", sa.String(1000).with_variant(sa.String(1000, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("local_government", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("timezone", sa.String(64), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("network_member", sa.Boolean(), nullable=True),
        sa.Column("nominating_body", sa.String(300), nullable=True),
        sa.Column("letter_file_id", sa.Uuid(), nullable=True),
        sa.Column("mentor", sa.String(300), nullable=True),
        sa.Column("working_languages", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("nominate_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("focal_name", sa.String(300), nullable=True),
        sa.Column("focal_email", sa.String(320), nullable=True),
        sa.Column("focal_invitation_id", sa.Uuid(), nullable=True),
        sa.Column("focal_account_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_delegation_edition_id_edition")),
        sa.ForeignKeyConstraint(
            ["focal_account_id"],
            ["account.id"],
            name=op.f("fk_delegation_focal_account_id_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["focal_invitation_id"],
            ["invitation.id"],
            name=op.f("fk_delegation_focal_invitation_id_invitation"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["letter_file_id"],
            ["stored_file.id"],
            name=op.f("fk_delegation_letter_file_id_stored_file"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
        sa.UniqueConstraint("edition_id", "key", name=op.f("uq_delegation_edition_id_key")),
    )
    with op.batch_alter_table("delegation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delegation_edition_id"), ["edition_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_delegation_focal_account_id"), ["focal_account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_delegation_focal_invitation_id"), ["focal_invitation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_delegation_letter_file_id"), ["letter_file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_delegation_search_name"), ["search_name"], unique=False)
        batch_op.create_index(batch_op.f("ix_delegation_updated_at"), ["updated_at"], unique=False)

    op.create_table(
        "delegation_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("delegation_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("from_status", sa.String(40), nullable=False),
        sa.Column("to_status", sa.String(40), nullable=False),
        sa.Column("comment", sa.String(2000), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_delegation_event_account_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["delegation_id"],
            ["delegation.id"],
            name=op.f("fk_delegation_event_delegation_id_delegation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation_event")),
    )
    with op.batch_alter_table("delegation_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delegation_event_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_delegation_event_delegation_id"), ["delegation_id"], unique=False)

    op.create_table(
        "delegation_seats",
        sa.Column("delegation_id", sa.Uuid(), nullable=False),
        sa.Column("capacity", sa.String(40), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.CheckConstraint("taken >= 0", name=op.f("ck_delegation_seats_taken_not_negative")),
        sa.ForeignKeyConstraint(
            ["delegation_id"],
            ["delegation.id"],
            name=op.f("fk_delegation_seats_delegation_id_delegation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("delegation_id", "capacity", name=op.f("pk_delegation_seats")),
    )
    op.create_table(
        "registration",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(320).with_variant(sa.String(320, collation="C"), "postgresql"), nullable=False),
        sa.Column("email_as_typed", sa.String(320), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("badge_name", sa.String(300), nullable=False),
        sa.Column("passport_name", sa.String(300), nullable=True),
        sa.Column("own_script_name", sa.String(300), nullable=True),
        sa.Column("form_of_address", sa.String(300), nullable=True),
        sa.Column("position", sa.String(300), nullable=True),
        sa.Column("organisation", sa.String(300), nullable=True),
        sa.Column("country", sa.String(2), nullable=True),
        sa.Column("nationality", sa.String(2), nullable=True),
        sa.Column("phone", sa.String(40), nullable=True),
        sa.Column("answers", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column(
            "search_name", sa.String(1000).with_variant(sa.String(1000, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column(
            "sort_name", sa.String(300).with_variant(sa.String(300, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("delegation_id", sa.Uuid(), nullable=True),
        sa.Column("capacity", sa.String(40), nullable=True),
        sa.Column("member_role", sa.String(40), nullable=True),
        sa.Column("seat_held", sa.Boolean(), nullable=False),
        sa.Column("replaced_by_id", sa.Uuid(), nullable=True),
        sa.Column("place_held", sa.Boolean(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("offered_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_registration_account_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["delegation_id"], ["delegation.id"], name=op.f("fk_registration_delegation_id_delegation")
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_registration_edition_id_edition")),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"],
            ["registration.id"],
            name=op.f("fk_registration_replaced_by_id_registration"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
        sa.UniqueConstraint("edition_id", "email", name=op.f("uq_registration_edition_id_email")),
    )
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_registration_account_id"), ["account_id"], unique=False)
        batch_op.create_index(
            "ix_registration_delegation_id_sort_name_id", ["delegation_id", "sort_name", "id"], unique=False
        )
        batch_op.create_index(
            "ix_registration_edition_id_country_sort_name_id",
            ["edition_id", "country", "sort_name", "id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_registration_edition_id_kind_sort_name_id", ["edition_id", "kind", "sort_name", "id"], unique=False
        )
        batch_op.create_index(
            "ix_registration_edition_id_sort_name_id", ["edition_id", "sort_name", "id"], unique=False
        )
        batch_op.create_index(
            "ix_registration_edition_id_status_sort_name_id", ["edition_id", "status", "sort_name", "id"], unique=False
        )
        batch_op.create_index(
            "ix_registration_edition_id_updated_at_id", ["edition_id", "updated_at", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_registration_email"), ["email"], unique=False)
        batch_op.create_index(batch_op.f("ix_registration_replaced_by_id"), ["replaced_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_registration_updated_at"), ["updated_at"], unique=False)

    op.create_table(
        "consent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(64), nullable=False),
        sa.Column("recipient", sa.String(64), nullable=False),
        sa.Column("form_version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_consent_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_registration_id"), ["registration_id"], unique=False)

    op.create_table(
        "registration_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("from_status", sa.String(40), nullable=True),
        sa.Column("to_status", sa.String(40), nullable=True),
        sa.Column("comment", sa.String(2000), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_registration_event_account_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_registration_event_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_event")),
    )
    with op.batch_alter_table("registration_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_registration_event_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_registration_event_registration_id"), ["registration_id"], unique=False)

    op.create_table(
        "registration_name",
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("word", sa.String(300).with_variant(sa.String(300, collation="C"), "postgresql"), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_registration_name_edition_id_edition")),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_registration_name_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", "word", name=op.f("pk_registration_name")),
    )
    with op.batch_alter_table("registration_name", schema=None) as batch_op:
        batch_op.create_index(
            "ix_registration_name_edition_id_word", ["edition_id", "word", "registration_id"], unique=False
        )

    op.create_table(
        "requirement_answer",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("requirement_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("text", sa.String(2000), nullable=True),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_by_id", sa.Uuid(), nullable=True),
        sa.Column("comment", sa.String(2000), nullable=False),
        sa.ForeignKeyConstraint(
            ["checked_by_id"],
            ["account.id"],
            name=op.f("fk_requirement_answer_checked_by_id_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_requirement_answer_file_id_stored_file"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_requirement_answer_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["requirement_id"],
            ["requirement.id"],
            name=op.f("fk_requirement_answer_requirement_id_requirement"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requirement_answer")),
        sa.UniqueConstraint(
            "requirement_id", "registration_id", name=op.f("uq_requirement_answer_requirement_id_registration_id")
        ),
    )
    with op.batch_alter_table("requirement_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_requirement_answer_checked_by_id"), ["checked_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_requirement_answer_file_id"), ["file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_requirement_answer_registration_id"), ["registration_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_requirement_answer_updated_at"), ["updated_at"], unique=False)

    op.create_table(
        "sensitive_detail",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("purpose", sa.String(64), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erase_on", sa.Date(), nullable=False),
        sa.Column("arrangement", sa.String(40), nullable=True),
        sa.Column("arranged_by_id", sa.Uuid(), nullable=True),
        sa.Column("sealed_note", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["arranged_by_id"],
            ["account.id"],
            name=op.f("fk_sensitive_detail_arranged_by_id_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_sensitive_detail_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sensitive_detail")),
        sa.UniqueConstraint("registration_id", "kind", name=op.f("uq_sensitive_detail_registration_id_kind")),
    )
    with op.batch_alter_table("sensitive_detail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sensitive_detail_arranged_by_id"), ["arranged_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sensitive_detail_erase_on"), ["erase_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_sensitive_detail_updated_at"), ["updated_at"], unique=False)

    op.create_table(
        "visa_case",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("consulate", sa.String(300), nullable=True),
        sa.Column("travels_on", sa.Date(), nullable=True),
        sa.Column("apply_by", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_visa_case_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visa_case")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_visa_case_registration_id")),
    )
    with op.batch_alter_table("visa_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visa_case_apply_by"), ["apply_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_visa_case_updated_at"), ["updated_at"], unique=False)

    op.create_table(
        "visa_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visa_case_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("from_status", sa.String(40), nullable=True),
        sa.Column("to_status", sa.String(40), nullable=False),
        sa.Column("comment", sa.String(2000), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_visa_event_account_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["visa_case_id"], ["visa_case.id"], name=op.f("fk_visa_event_visa_case_id_visa_case"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visa_event")),
    )
    with op.batch_alter_table("visa_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visa_event_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_visa_event_visa_case_id"), ["visa_case_id"], unique=False)

    op.create_table(
        "organiser_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subject", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("text", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("recipients", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_organiser_message_account_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_organiser_message_edition_id_edition"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organiser_message")),
    )
    with op.batch_alter_table("organiser_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organiser_message_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_organiser_message_edition_id"), ["edition_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("organiser_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organiser_message_edition_id"))
        batch_op.drop_index(batch_op.f("ix_organiser_message_account_id"))

    op.drop_table("organiser_message")
    with op.batch_alter_table("visa_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visa_event_visa_case_id"))
        batch_op.drop_index(batch_op.f("ix_visa_event_account_id"))

    op.drop_table("visa_event")
    with op.batch_alter_table("visa_case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visa_case_updated_at"))
        batch_op.drop_index(batch_op.f("ix_visa_case_apply_by"))

    op.drop_table("visa_case")
    with op.batch_alter_table("sensitive_detail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sensitive_detail_updated_at"))
        batch_op.drop_index(batch_op.f("ix_sensitive_detail_erase_on"))
        batch_op.drop_index(batch_op.f("ix_sensitive_detail_arranged_by_id"))

    op.drop_table("sensitive_detail")
    with op.batch_alter_table("requirement_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_requirement_answer_updated_at"))
        batch_op.drop_index(batch_op.f("ix_requirement_answer_registration_id"))
        batch_op.drop_index(batch_op.f("ix_requirement_answer_file_id"))
        batch_op.drop_index(batch_op.f("ix_requirement_answer_checked_by_id"))

    op.drop_table("requirement_answer")
    with op.batch_alter_table("registration_name", schema=None) as batch_op:
        batch_op.drop_index("ix_registration_name_edition_id_word")

    op.drop_table("registration_name")
    with op.batch_alter_table("registration_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_registration_event_registration_id"))
        batch_op.drop_index(batch_op.f("ix_registration_event_account_id"))

    op.drop_table("registration_event")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_registration_id"))

    op.drop_table("consent")
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_registration_updated_at"))
        batch_op.drop_index(batch_op.f("ix_registration_replaced_by_id"))
        batch_op.drop_index(batch_op.f("ix_registration_email"))
        batch_op.drop_index("ix_registration_edition_id_updated_at_id")
        batch_op.drop_index("ix_registration_edition_id_status_sort_name_id")
        batch_op.drop_index("ix_registration_edition_id_sort_name_id")
        batch_op.drop_index("ix_registration_edition_id_kind_sort_name_id")
        batch_op.drop_index("ix_registration_edition_id_country_sort_name_id")
        batch_op.drop_index("ix_registration_delegation_id_sort_name_id")
        batch_op.drop_index(batch_op.f("ix_registration_account_id"))

    op.drop_table("registration")
    op.drop_table("delegation_seats")
    with op.batch_alter_table("delegation_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delegation_event_delegation_id"))
        batch_op.drop_index(batch_op.f("ix_delegation_event_account_id"))

    op.drop_table("delegation_event")
    with op.batch_alter_table("delegation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delegation_updated_at"))
        batch_op.drop_index(batch_op.f("ix_delegation_search_name"))
        batch_op.drop_index(batch_op.f("ix_delegation_letter_file_id"))
        batch_op.drop_index(batch_op.f("ix_delegation_focal_invitation_id"))
        batch_op.drop_index(batch_op.f("ix_delegation_focal_account_id"))
        batch_op.drop_index(batch_op.f("ix_delegation_edition_id"))

    op.drop_table("delegation")
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stored_file_edition_id"))
        batch_op.drop_index(batch_op.f("ix_stored_file_created_at"))
        batch_op.drop_index(batch_op.f("ix_stored_file_account_id"))

    op.drop_table("stored_file")
    with op.batch_alter_table("requirement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_requirement_updated_at"))

    op.drop_table("requirement")
    with op.batch_alter_table("registration_form", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_registration_form_updated_at"))

    op.drop_table("registration_form")
    op.drop_table("quota")
