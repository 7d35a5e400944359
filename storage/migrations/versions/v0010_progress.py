"""Reports taken back, copies of evidence, requests for more time, the history's events, followers.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take this step."""
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("progress_updates", sa.Column("state_before", sa.String(24), nullable=True))
    op.add_column("progress_updates", sa.Column("percent_before", sa.Integer(), nullable=True))
    op.add_column("attachments", sa.Column("copy_name", sa.String(100), nullable=True))
    op.add_column("attachments", sa.Column("copy_refused", sa.String(40), nullable=True))
    op.add_column(
        "attachments",
        sa.Column("copy_tries", sa.SmallInteger(), nullable=False, server_default="0"),
    )
    op.create_table(
        "withdrawals",
        sa.Column("progress_id", big, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        _key("withdrawals", "progress_id", "progress_updates"),
        sa.PrimaryKeyConstraint("progress_id", name=op.f("pk_withdrawals")),
    )
    op.create_table(
        "postponements",
        sa.Column("id", big, nullable=False),
        sa.Column("council_id", big, nullable=False),
        sa.Column("item_id", big, nullable=False),
        sa.Column("asked_by_id", big, nullable=False),
        sa.Column("due_before", sa.Date(), nullable=True),
        sa.Column("wanted_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("decided_by_id", big, nullable=True),
        sa.Column("answer", sa.String(1000), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        _key("postponements", "council_id", "councils"),
        _key("postponements", "item_id", "action_items"),
        _key("postponements", "asked_by_id", "people"),
        _key("postponements", "decided_by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postponements")),
    )
    op.create_index("ix_postponements_item_id", "postponements", ["item_id", "id"])
    op.create_table(
        "item_events",
        sa.Column("id", big, nullable=False),
        sa.Column("council_id", big, nullable=False),
        sa.Column("item_id", big, nullable=False),
        sa.Column("progress_id", big, nullable=True),
        sa.Column("actor_id", big, nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        _key("item_events", "council_id", "councils"),
        _key("item_events", "item_id", "action_items"),
        _key("item_events", "progress_id", "progress_updates"),
        _key("item_events", "actor_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_events")),
    )
    op.create_index("ix_item_events_item_id", "item_events", ["item_id", "id"])
    op.create_table(
        "follows",
        sa.Column("person_id", big, nullable=False),
        sa.Column("resolution_id", big, nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        _key("follows", "person_id", "people"),
        _key("follows", "resolution_id", "resolutions"),
        sa.PrimaryKeyConstraint("person_id", "resolution_id", name=op.f("pk_follows")),
    )
    op.create_index(op.f("ix_follows_resolution_id"), "follows", ["resolution_id"])


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def downgrade() -> None:
    """Take it back."""
    for table in ("follows", "item_events", "postponements", "withdrawals"):
        op.drop_table(table)
    for column in ("copy_tries", "copy_refused", "copy_name"):
        op.drop_column("attachments", column)
    op.drop_column("progress_updates", "percent_before")
    op.drop_column("progress_updates", "state_before")
