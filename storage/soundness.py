"""What a database says of itself: its version, and what about it would spoil the bot's work."""

from sqlalchemy import text

from storage.database import Database

OLDEST_POSTGRES = 15
OLDEST_SQLITE = (3, 35)
Trouble = tuple[str, str]


async def version(database: Database) -> str:
    """The version of the database's program."""
    ask = "SELECT sqlite_version()" if database.is_sqlite else "SHOW server_version"
    return str(await _ask(database, ask)).split()[0]


async def troubles(database: Database) -> list[Trouble]:
    """What is wrong and what to do about it, in words for the operator."""
    numbers = (await version(database)).split(".")
    if database.is_sqlite:
        found = []
        if tuple(map(int, numbers[:2])) < OLDEST_SQLITE:
            found.append(("SQLite is older than 3.35", "Use the Python of a newer system."))
        said = str(await _ask(database, "PRAGMA quick_check"))
        if said != "ok":
            found.append((f"the file is damaged: {said[:80]}", "Put a backup back."))
        return found
    return await _postgres_troubles(database, int(numbers[0]))


async def unfitness(database: Database) -> Trouble | None:
    """What keeps Persian out of the database, and what to do; None where nothing does."""
    if database.is_sqlite or await _ask(database, "SHOW server_encoding") == "UTF8":
        return None
    return "its encoding is not UTF8", "Create the database with ENCODING 'UTF8'."


async def _postgres_troubles(database: Database, major: int) -> list[Trouble]:
    found = []
    if major < OLDEST_POSTGRES:
        found.append((f"PostgreSQL is older than {OLDEST_POSTGRES}", "Update the server."))
    if (unfit := await unfitness(database)) is not None:
        found.append(unfit)
    if await _ask(database, "SELECT pg_is_in_recovery()"):
        found.append(("it is a standby and may only be read", "Name the primary server."))
    letters = "SELECT 'ک' ~ '[[:alpha:]]'"
    if not await _ask(database, letters):
        way_out = "Create the database with LC_CTYPE 'C.UTF-8' or a language's locale."
        found.append(("it does not see that Persian letters are letters", way_out))
    return found


async def _ask(database: Database, question: str) -> object:
    async with database.engine.execution_options(reads_only=True).connect() as connection:
        return (await connection.execute(text(question))).scalar()
