"""People: invitations that are confirmed, terms, tries, unbound groups, lists of who may know.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Take this step."""
    op.add_column("people", sa.Column("erased_at", UtcDateTime(timezone=True), nullable=True))
    op.add_column("memberships", sa.Column("ends_on", sa.Date(), nullable=True))
    only = sa.text("confidential IS TRUE")
    op.create_index(
        "ix_resolutions_confidential", "resolutions", ["id"],
        sqlite_where=only, postgresql_where=only,
    )  # fmt: skip
    with op.batch_alter_table("invitations") as table:
        table.add_column(sa.Column("issued_by", BIG, nullable=True))
        table.add_column(sa.Column("person_id", BIG, nullable=True))
        table.add_column(sa.Column("confirmed_at", UtcDateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("revoked_at", UtcDateTime(timezone=True), nullable=True))
        for column in ("issued_by", "person_id"):
            table.create_foreign_key(op.f(f"fk_invitations_{column}"), "people", [column], ["id"])
    op.execute("UPDATE invitations SET confirmed_at = redeemed_at WHERE redeemed_at IS NOT NULL")
    op.create_table(
        "join_tries",
        sa.Column("id", BIG, nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_tries")),
    )
    op.create_index(op.f("ix_join_tries_telegram_id"), "join_tries", ["telegram_id"])
    op.create_table(
        "strange_groups",
        sa.Column("telegram_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("added_by", sa.BigInteger(), nullable=False),
        sa.Column("leave_at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("telegram_id", name=op.f("pk_strange_groups")),
    )
    op.create_table(
        "resolution_access",
        sa.Column("resolution_id", BIG, nullable=False),
        sa.Column("membership_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["memberships.id"], name=op.f("fk_resolution_access_membership_id")
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id"], ["resolutions.id"], name=op.f("fk_resolution_access_resolution_id")
        ),
        sa.PrimaryKeyConstraint(
            "resolution_id", "membership_id", name=op.f("pk_resolution_access")
        ),
    )
    op.create_index(
        op.f("ix_resolution_access_membership_id"), "resolution_access", ["membership_id"]
    )


def downgrade() -> None:
    """Take this step back."""
    op.drop_table("resolution_access")
    op.drop_table("strange_groups")
    op.drop_table("join_tries")
    with op.batch_alter_table("invitations") as table:
        for column in ("issued_by", "person_id"):
            table.drop_constraint(op.f(f"fk_invitations_{column}"), type_="foreignkey")
        for column in ("issued_by", "person_id", "confirmed_at", "revoked_at"):
            table.drop_column(column)
    op.drop_index("ix_resolutions_confidential", "resolutions")
    op.drop_column("memberships", "ends_on")
    op.drop_column("people", "erased_at")
