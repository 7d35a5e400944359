"""Files that the bot made, until they have gone out.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

from storage.types import BigId, UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take this step."""
    op.create_table(
        "made_files",
        sa.Column("id", BigId, nullable=False),
        sa.Column("council_id", BigId, nullable=False),
        sa.Column("person_id", BigId, nullable=True),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("picture", sa.Boolean(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("telegram_id", sa.String(length=200), nullable=True),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("keep_until", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["councils.id"], name=op.f("fk_made_files_council_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_made_files_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_made_files")),
    )
    op.create_index("ix_made_files_keep_until", "made_files", ["keep_until"])
    op.create_index("ix_made_files_person_id", "made_files", ["person_id"])


def downgrade() -> None:
    """Take this step back."""
    op.drop_table("made_files")
