"""A database in which every story begins anew, opened once before and once after a death."""

from dataclasses import dataclass

from sqlalchemy import text

from storage.database import Database, open_database
from tests.dying import Death

STORY = ("outbox", "sent_messages", "bot_gate", "delivery_leader")
"""The tables that a story writes to."""


@dataclass
class Machine:
    """The two openings are kept, because an engine's compiled statements are what takes time."""

    death: Death
    mortal: Database
    reborn: Database

    @classmethod
    def at(cls, url: str) -> "Machine":
        """A machine on a database that holds what every story begins with."""
        death = Death()
        mortal, reborn = (open_database(url, durable=False) for _ in range(2))
        death.watches(mortal, closely=True)
        return cls(death, mortal, reborn)

    async def restart_story(self) -> None:
        """Put everything back to how it was before anything happened."""
        await self.bury()
        async with self.reborn.engine.begin() as connection:
            for table in STORY:
                await connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608  our own names
            await connection.execute(
                text("UPDATE chats SET unreachable_since = NULL, unreachable_why = NULL")
            )

    async def bury(self) -> None:
        """Cut the connections of the dead."""
        await self.mortal.close()

    async def is_whole(self) -> bool:
        """Whether the database itself finds nothing wrong with its file."""
        if not self.reborn.is_sqlite:
            return True
        async with self.reborn.engine.connect() as connection:
            return bool((await connection.scalar(text("PRAGMA integrity_check"))) == "ok")

    async def close(self) -> None:
        """Give every connection back."""
        await self.mortal.close()
        await self.reborn.close()
