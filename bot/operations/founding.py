"""Founding a council and inviting its people."""

import asyncio
from typing import Annotated

import typer

from bot.operations import console
from bot.service.opening import opened
from bot.settings import Settings
from council import bodies, text
from council.dates import utc_now
from council.errors import NotFoundError, PhoneNotUnderstoodError
from council.people import members
from storage.words import CouncilKind, Role


def init(
    council: Annotated[str, typer.Option(help="The council's name.")],
    province: Annotated[str, typer.Option(help="Its province.")],
    kind: Annotated[CouncilKind, typer.Option(help="What sort of council.")],
    as_json: console.Json = False,
) -> None:
    """Found a council and print the one-time link of its first admin."""

    async def found() -> members.Founded:
        async with opened(settings) as database, database.writing() as session:
            stands = await members.council_called(session, name=council, province=province)
            if stands is not None:
                console.complain(
                    f"Council {stands} has that name and province too; this is another one. If you "
                    f"only wanted a new link: `mosavabe invite --council {stands} --role admin`."
                )
            return await members.found_council(
                session, name=council, kind=kind, province=province, now=utc_now()
            )

    for option, typed in (("--council", council), ("--province", province)):
        if not text.key(typed):
            console.fail(f"{option} is empty: a council goes by its name and province.")
    settings = console.settings()
    founded = asyncio.run(found())
    link = asyncio.run(_link(settings, founded.code))
    answer = {"council_id": founded.council_id, "code": founded.code, "link": link}
    console.tell(answer, as_json, f"Council {founded.council_id}. The admin joins with: {link}")


def invite(
    council: Annotated[int, typer.Option(help="The council's id.")],
    role: Annotated[Role, typer.Option(help="What the person will be.")],
    body: Annotated[str | None, typer.Option(help="The body a representative speaks for.")] = None,
    name: Annotated[str | None, typer.Option(help="The person's name.")] = None,
    phone: Annotated[str | None, typer.Option(help="The person's phone.")] = None,
    as_json: console.Json = False,
) -> None:
    """Print a single-use link, valid for 72 hours, with which a person joins."""

    async def make() -> str:
        async with opened(settings) as database, database.writing() as session:
            body_id = None
            if body:
                taken = await bodies.take_up(session, council_id=council, name=body, now=utc_now())
                body_id = taken.id
            return await members.invite(
                session,
                council_id=council,
                role=role,
                body_id=body_id,
                name=name,
                phone=phone,
                now=utc_now(),
            )

    settings = console.settings()
    if role is Role.REPRESENTATIVE and not body:
        console.fail("A representative speaks for a body: name it with --body.")
    if body and role is not Role.REPRESENTATIVE:
        console.complain("--body is left out: only --role representative speaks for a body.")
        body = None
    try:
        code = asyncio.run(make())
    except NotFoundError:
        console.fail(f"There is no council {council}.")
    except PhoneNotUnderstoodError:
        console.fail("--phone is no telephone number. Write it as in 09121234567.")
    link = asyncio.run(_link(settings, code))
    console.tell({"code": code, "link": link}, as_json, link)


async def _link(settings: Settings, code: str) -> str:
    """The invitation as a link; without a reachable bot, the words to send to it."""
    fallback = f"/start {code}"
    if not settings.token:
        return fallback
    from bot.service.naming import username  # noqa: PLC0415  aiogram is heavy

    name = await username(settings)
    return f"https://t.me/{name}?start={code}" if name else fallback
