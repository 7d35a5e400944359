"""Further people for the conversation's tests."""

from council import bodies
from council.people import members
from storage.words import Role
from tests.town import Persona, Town


async def code_for(town: Town, key: str, role: Role, body: str | None = None) -> str:
    """An invitation's code for the council of that key."""
    now, council_id = town.clock.now(), town.council_ids[key]
    async with town.database.writing() as session:
        spoken_for = (
            await bodies.take_up(session, council_id=council_id, name=body, now=now)
            if body
            else None
        )
        return await members.invite(
            session,
            council_id=council_id,
            role=role,
            body_id=spoken_for.id if spoken_for else None,
            now=now,
        )


async def publish_draft(secretary: Persona) -> str:
    """Publish the draft on show, answering for what the reader was not sure of."""
    asked = await secretary.taps("✅ ابلاغ")
    while "پیش از ابلاغ" in asked:
        asked = await secretary.taps("✅ مصوبه است")
    return await secretary.taps("بله")


async def invite(town: Town, key: str, role: Role, body: str | None = None) -> Persona:
    """Somebody new who has joined the council with an invitation."""
    joined = town.newcomer("تازه‌وارد")
    await joined.starts(await code_for(town, key, role, body))
    return joined
