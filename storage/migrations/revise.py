"""Writes the next migration: what the models say and the newest schema does not."""

import asyncio
import sys
import tempfile
from pathlib import Path

from storage import schema
from storage.database import open_database


async def write(message: str) -> None:
    """Compare with an empty SQLite database on the newest schema."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'revise.db'}")
        try:
            await schema.upgrade(database)
            await schema.revise(database, message)
        finally:
            await database.close()


if __name__ == "__main__":
    if not "".join(sys.argv[1:]).strip():
        sys.exit('Say what it does: make migration NAME="Keep who asked for a report"')
    asyncio.run(write(" ".join(sys.argv[1:])))
