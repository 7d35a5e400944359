"""What waits for a second person.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

from storage.types import BigId, Json, UtcDateTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

ACTS = ("close", "take_back", "lift", "broadcast", "export", "erase", "switch_off")


def upgrade() -> None:
    """Take this step."""
    op.create_table(
        "second_requests",
        sa.Column("id", BigId, nullable=False),
        sa.Column("council_id", BigId, nullable=False),
        sa.Column("act", sa.Enum(*ACTS, name="act", native_enum=False, length=24), nullable=False),
        sa.Column("about", sa.BigInteger(), nullable=False),
        sa.Column("details", Json, nullable=False),
        sa.Column("asked_by_id", BigId, nullable=False),
        sa.Column("asked_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("answered_by_id", BigId, nullable=True),
        sa.Column("answered_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["council_id"], ["councils.id"], name=op.f("fk_second_requests_council_id")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["people.id"], name=op.f("fk_second_requests_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["people.id"], name=op.f("fk_second_requests_answered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_requests")),
    )
    with op.batch_alter_table("second_requests", schema=None) as batch_op:
        batch_op.create_index("ix_second_requests_open", ["council_id", "agreed"], unique=False)


def downgrade() -> None:
    """Take this step back."""
    with op.batch_alter_table("second_requests", schema=None) as batch_op:
        batch_op.drop_index("ix_second_requests_open")

    op.drop_table("second_requests")
