"""Stage."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "speaker_timer",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(200), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_before", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_speaker_timer_edition_id_edition"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["programme_session.id"],
            name=op.f("fk_speaker_timer_session_id_programme_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaker_timer")),
        sa.UniqueConstraint("session_id", name=op.f("uq_speaker_timer_session_id")),
    )
    with op.batch_alter_table("speaker_timer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_speaker_timer_edition_id"), ["edition_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_speaker_timer_updated_at"), ["updated_at"], unique=False)


def downgrade() -> None:
    op.drop_table("speaker_timer")
