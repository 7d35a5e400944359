"""Fails where models and migrations disagree, or where a step cannot be taken back."""

import asyncio
import sys
import tempfile
from pathlib import Path

from storage import schema
from storage.database import open_database


async def problems() -> list[str]:
    """Go up, compare, go down and up again on an empty SQLite database."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'check.db'}")
        try:
            await schema.upgrade(database)
            found = [
                f"models and migrations differ: {x}" for x in await schema.differences(database)
            ]
            await schema.downgrade(database, "base")
            await schema.upgrade(database)
            found += [f"after down and up: {x}" for x in await schema.differences(database)]
        finally:
            await database.close()
    return found


if __name__ == "__main__":
    FOUND = asyncio.run(problems())
    sys.stderr.writelines(f"{line}\n" for line in FOUND)
    sys.exit(1 if FOUND else 0)
