"""When reminders come to somebody, counted for tests."""

from tests.town import Persona, Town, plain


def reminders(person: Persona) -> int:
    """How many reminders the person has got."""
    return sum("⏰ یادآوری" in plain(m.text) for m in person.messages)


async def day_by_day(town: Town, person: Persona, days: int) -> list[int]:
    """On which of the coming days a reminder came, counted from today."""
    came = []
    for day in range(1, days + 1):
        before = reminders(person)
        await town.passes(days=1)
        if reminders(person) > before:
            came.append(day)
    return came
