"""Runs migrations on the connection that `storage.schema` hands over."""

from alembic import context
from sqlalchemy import Connection

from storage import models
from storage.schema import is_ours

connection: Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=models.Base.metadata,
    include_name=is_ours,
    compare_type=True,
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
