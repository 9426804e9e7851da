"""Visits, schedules, notices."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "announcement",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("stage", sa.String(40), nullable=False),
        sa.Column("release_number", sa.Integer(), nullable=True),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("title", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("text", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("audience", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("items", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_announcement_edition_id_edition"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
    )
    with op.batch_alter_table("announcement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_announcement_due_at"), ["due_at"], unique=False)
        batch_op.create_index("ix_announcement_edition_id_id", ["edition_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_announcement_updated_at"), ["updated_at"], unique=False)
        batch_op.create_index(
            "uq_announcement_unsent",
            ["edition_id"],
            unique=True,
            sqlite_where=sa.text("stage IN ('waiting', 'held')"),
            postgresql_where=sa.text("stage IN ('waiting', 'held')"),
        )

    op.create_table(
        "helpline",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("numbers", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("note", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_helpline_edition_id_edition"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpline")),
        sa.UniqueConstraint("edition_id", name=op.f("uq_helpline_edition_id")),
    )
    with op.batch_alter_table("helpline", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_helpline_updated_at"), ["updated_at"], unique=False)

    op.create_table(
        "calendar_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_calendar_link_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_link")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_calendar_link_registration_id")),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("announcement_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("items", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("visits", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("meetings", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("withheld", sa.Boolean(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcement.id"],
            name=op.f("fk_notice_announcement_id_announcement"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_notice_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint(
            "announcement_id", "registration_id", name=op.f("uq_notice_announcement_id_registration_id")
        ),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_registration_id"), ["registration_id"], unique=False)

    op.create_table(
        "told_schedule",
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("release_number", sa.Integer(), nullable=True),
        sa.Column("visits", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("meetings", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_told_schedule_edition_id_edition"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_told_schedule_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_told_schedule")),
    )
    with op.batch_alter_table("told_schedule", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_told_schedule_edition_id"), ["edition_id"], unique=False)

    op.create_table(
        "visit_round",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(40), nullable=False),
        sa.Column("rank_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kinds", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_visit_round_edition_id_edition"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["programme_session.id"],
            name=op.f("fk_visit_round_session_id_programme_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_round")),
        sa.UniqueConstraint("session_id", name=op.f("uq_visit_round_session_id")),
    )
    with op.batch_alter_table("visit_round", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_round_edition_id"), ["edition_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_visit_round_updated_at"), ["updated_at"], unique=False)

    op.create_table(
        "visit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("option_id", sa.Uuid(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("transport", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("meeting_point", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("meets_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("capacity >= 0 AND minimum >= 0", name=op.f("ck_visit_places_not_negative")),
        sa.ForeignKeyConstraint(
            ["option_id"], ["option.id"], name=op.f("fk_visit_option_id_option"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["visit_round.id"], name=op.f("fk_visit_round_id_visit_round"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("option_id", name=op.f("uq_visit_option_id")),
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_round_id"), ["round_id"], unique=False)

    op.create_table(
        "visit_place",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("option_id", sa.Uuid(), nullable=True),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("because", sa.String(40), nullable=False),
        sa.Column("explanation", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["option_id"], ["option.id"], name=op.f("fk_visit_place_option_id_option"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_visit_place_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["visit_round.id"], name=op.f("fk_visit_place_round_id_visit_round"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_place")),
        sa.UniqueConstraint("round_id", "registration_id", name=op.f("uq_visit_place_round_id_registration_id")),
    )
    with op.batch_alter_table("visit_place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_place_option_id"), ["option_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_visit_place_registration_id"), ["registration_id"], unique=False)
        batch_op.create_index("ix_visit_place_round_id_option_id", ["round_id", "option_id"], unique=False)

    op.create_table(
        "visit_preference",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("ranks", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_visit_preference_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["visit_round.id"], name=op.f("fk_visit_preference_round_id_visit_round"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_preference")),
        sa.UniqueConstraint("round_id", "registration_id", name=op.f("uq_visit_preference_round_id_registration_id")),
    )
    with op.batch_alter_table("visit_preference", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_preference_registration_id"), ["registration_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_visit_preference_updated_at"), ["updated_at"], unique=False)

    op.create_table(
        "visit_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("option_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(1000), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(2000), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["option_id"], ["option.id"], name=op.f("fk_visit_question_option_id_option"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_visit_question_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_question")),
    )
    with op.batch_alter_table("visit_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_question_option_id"), ["option_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_visit_question_registration_id"), ["registration_id"], unique=False)

    op.create_table(
        "visit_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("summary", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_visit_run_account_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["visit_round.id"], name=op.f("fk_visit_run_round_id_visit_round"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_run")),
    )
    with op.batch_alter_table("visit_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_run_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_visit_run_round_id"), ["round_id"], unique=False)

    op.create_table(
        "visit_host",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("stop_id", sa.Uuid(), nullable=True),
        sa.Column("left_stop_id", sa.Uuid(), nullable=True),
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("comment", sa.String(2000), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_visit_host_edition_id_edition"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["stop_id"], ["stop.id"], name=op.f("fk_visit_host_stop_id_stop"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["left_stop_id"], ["stop.id"], name=op.f("fk_visit_host_left_stop_id_stop"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_host")),
        sa.UniqueConstraint("link_id", name=op.f("uq_visit_host_link_id")),
        sa.UniqueConstraint("stop_id", name=op.f("uq_visit_host_stop_id")),
    )
    with op.batch_alter_table("visit_host", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_host_edition_id"), ["edition_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_visit_host_left_stop_id"), ["left_stop_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_visit_host_updated_at"), ["updated_at"], unique=False)

    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.add_column(sa.Column("person_id", sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f("ix_registration_person_id"), ["person_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_registration_person_id_person"), "person", ["person_id"], ["id"], ondelete="SET NULL"
        )


def downgrade() -> None:
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_registration_person_id_person"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_registration_person_id"))
        batch_op.drop_column("person_id")

    with op.batch_alter_table("visit_host", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_host_updated_at"))
        batch_op.drop_index(batch_op.f("ix_visit_host_left_stop_id"))
        batch_op.drop_index(batch_op.f("ix_visit_host_edition_id"))

    op.drop_table("visit_host")
    with op.batch_alter_table("visit_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_run_round_id"))
        batch_op.drop_index(batch_op.f("ix_visit_run_account_id"))

    op.drop_table("visit_run")
    with op.batch_alter_table("visit_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_question_registration_id"))
        batch_op.drop_index(batch_op.f("ix_visit_question_option_id"))

    op.drop_table("visit_question")
    with op.batch_alter_table("visit_preference", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_preference_updated_at"))
        batch_op.drop_index(batch_op.f("ix_visit_preference_registration_id"))

    op.drop_table("visit_preference")
    with op.batch_alter_table("visit_place", schema=None) as batch_op:
        batch_op.drop_index("ix_visit_place_round_id_option_id")
        batch_op.drop_index(batch_op.f("ix_visit_place_registration_id"))
        batch_op.drop_index(batch_op.f("ix_visit_place_option_id"))

    op.drop_table("visit_place")
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_round_id"))

    op.drop_table("visit")
    with op.batch_alter_table("visit_round", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_round_updated_at"))
        batch_op.drop_index(batch_op.f("ix_visit_round_edition_id"))

    op.drop_table("visit_round")
    with op.batch_alter_table("told_schedule", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_told_schedule_edition_id"))

    op.drop_table("told_schedule")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_registration_id"))

    op.drop_table("notice")
    op.drop_table("calendar_link")
    with op.batch_alter_table("helpline", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_helpline_updated_at"))

    op.drop_table("helpline")
    with op.batch_alter_table("announcement", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_announcement_unsent",
            sqlite_where=sa.text("stage IN ('waiting', 'held')"),
            postgresql_where=sa.text("stage IN ('waiting', 'held')"),
        )
        batch_op.drop_index(batch_op.f("ix_announcement_updated_at"))
        batch_op.drop_index("ix_announcement_edition_id_id")
        batch_op.drop_index(batch_op.f("ix_announcement_due_at"))

    op.drop_table("announcement")
