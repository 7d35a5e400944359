"""Which message of a person one of ours answers, and which report was made of it.

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

ANSWERS = sa.text("answers IS NOT NULL")


def upgrade() -> None:
    """Take this step."""
    for name in ("answers", "report_id"):
        op.add_column("sent_messages", sa.Column(name, sa.BigInteger(), nullable=True))
    op.create_index(
        "ix_sent_messages_answers",
        "sent_messages",
        ["chat_id", "answers"],
        sqlite_where=ANSWERS,
        postgresql_where=ANSWERS,
    )


def downgrade() -> None:
    """Take this step back."""
    op.drop_index("ix_sent_messages_answers", table_name="sent_messages")
    with op.batch_alter_table("sent_messages") as table:
        table.drop_column("report_id")
        table.drop_column("answers")
