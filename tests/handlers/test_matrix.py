"""Every cell of the rights matrix, executed on the real dispatcher on both databases.

The table below is written down a second time on purpose: a cell changed by mistake in the
program's own file fails here, and so does a cell that the dispatcher does not honour.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message
from aiogram.utils.formatting import Text

from bot.saying.replies import Reply, Saying, answer, toast
from bot.updates.gate import right
from council import access
from tests.conftest import Stand
from tests.handlers.siege import GATHERED, LONG, columns, now_at, press, said_in, say
from tests.town import Town, plain

ENTERED, REFUSED, SILENT, PRIVATE = "entered", "refused", "silent", "private"

EXPECTED = """
start               + + + + + + + + . . .
redeem              + + + + + + + - . . .
search              - - + + + + + + - . .
know_confidential   - - + + + + + - - . .
own_items           - - + + + + + p - . .
report              - - + + + + - + - . .
withdraw_report     - - + + + + - p - . .
edit_message        . . + + + + + + . . .
review              - - - - - + - - - . .
read_minutes        - - - - - + - - - . .
publish             - - - - - + - - - . .
edit                - - - - - + - - - . .
close               - - - - - + - - - . .
set_confidential    - - - - - + - - - . .
assign              - - - + - + - p - . .
reassign            - - - - - + - - - . .
ask_postponement    - - + + + + - p - . .
withdraw_postponement - - + + + + - p - . .
grant_postponement  - - - - - + - - - . .
preview_broadcast   - - - + - + - - - . .
broadcast           - - - + - + - - - . .
delivery_report     - - - + - + + - - . .
export              - - + + + + - p - . .
export_confidential - - - - - + - - - . .
see_members         - - + + + + + p - . .
manage_members      - - - - - + + - - . .
give_role           - - - - - + + - - . .
erase               - + + + + + + - - . .
audit               - - + + + + + p - . .
bind_group          - - - - - + + - - + .
settings            - - + + + + + p - . .
operate             - - - - - + + - - . .
see_sessions        - - + + + + + p - . .
plan_session        - - - - - + - - - . .
see_stats           - - + + + + + p - . .
see_policy          - - + + + + + p - . .
set_policy          - - - - - + - - - . .
second              - - - + + + + - - . .
snooze              - - + + + + - p - . .
"""
"""+ entered (the object is judged next), - refused alike, . no answer, p answered in private."""

MEANING = {"+": ENTERED, "-": REFUSED, ".": SILENT, "p": PRIVATE}
COLUMNS = (
    *("stranger", "removed", "member", "representative", "outsider", "secretary", "admin"),
    *("group_known", "group_unknown", "group_foreign", "anonymous"),
)
BY_BODY_ONLY = frozenset({"assign", "preview_broadcast", "broadcast", "delivery_report"})
"""Where a representative enters for their own body only: another's is refused by the action."""


def expected() -> dict[str, dict[str, str]]:
    """The table above: action to column to outcome."""
    lines = [line.split() for line in EXPECTED.strip().splitlines()]
    return {
        action: dict(zip(COLUMNS, (MEANING[sign] for sign in signs), strict=True))
        for action, *signs in lines
    }


def test_the_table_has_every_row_and_column_of_the_program() -> None:
    assert list(expected()) == list(access.matrix())
    assert all(tuple(row) == COLUMNS for row in access.matrix().values())


def test_every_row_is_asked_for_by_the_program() -> None:
    program = Path(access.__file__).parents[1]
    source = "".join(
        file.read_text(encoding="utf-8")
        for folder in ("bot", "council", "handlers", "jobs")
        for file in (program / folder).rglob("*.py")
    )

    assert [action for action in access.matrix() if f'"{action}"' not in source] == []


@pytest.fixture
async def besieged(stand: Stand) -> tuple[Town, list[str]]:
    """A town whose dispatcher has a probe for every action, and the actions that were entered."""
    town = await stand(GATHERED)
    entered: list[str] = []
    probes = Router(name="probes")
    for action in access.matrix():
        probes.message.register(
            _message_probe(action), Command(f"probe_{action}"), flags=right(action)
        )
        probes.callback_query.register(
            _button_probe(action, entered), F.data == f"probe:{action}", flags=right(action)
        )
    routers = town.app.dispatcher.sub_routers
    town.app.dispatcher.include_router(probes)
    routers.insert(0, routers.pop())
    return town, entered


def _message_probe(action: str) -> Callable[[Message], Awaitable[Reply]]:
    async def probe(message: Message) -> Reply:
        return answer(message, Saying(Text(f"entered {action}")))

    return probe


def _button_probe(action: str, entered: list[str]) -> Callable[[CallbackQuery], Awaitable[Reply]]:
    async def probe(callback: CallbackQuery) -> Reply:
        entered.append(action)
        return toast(callback)

    return probe


def outcomes(town: Town, column: str, before: int) -> list[str]:
    """What became of the probes that were answered, in order."""
    speaker, _ = columns(town)[column]
    private = town.world.private_chat(speaker.phone)
    in_private = [plain(m.text) for m in said_in(town, private, after=before)]
    found = []
    for words in [plain(m.text) for m in said_in(town, speaker.chat, after=before)]:
        if words.startswith("entered "):
            found.append(ENTERED)
        elif words == "پاسخ را در گفت‌وگوی خصوصی فرستادم.":
            assert in_private.pop(0).startswith("entered ")
            found.append(PRIVATE)
        else:
            assert "اختیارات شما" in words or "ویژهٔ اعضای شوراست" in words
            found.append(REFUSED)
    return found


async def test_every_cell_is_what_the_dispatcher_does(besieged: tuple[Town, list[str]]) -> None:
    town, _entered = besieged
    found: dict[str, dict[str, str]] = {}
    wanted: dict[str, dict[str, str]] = {}

    for column in COLUMNS:
        speaker, more = columns(town)[column]
        cells = wanted[column] = cells_of(column)
        silent = [action for action, cell in cells.items() if cell == SILENT]
        answered = [action for action in cells if action not in silent]
        before = now_at(town)
        await say(town, speaker.phone, speaker.chat, [f"/probe_{a}" for a in silent], **more)
        heard = outcomes(town, column, before)
        assert heard == [], column
        await say(town, speaker.phone, speaker.chat, [f"/probe_{a}" for a in answered], **more)
        heard = outcomes(town, column, before)
        assert len(heard) == len(answered), column
        found[column] = dict.fromkeys(silent, SILENT) | dict(zip(answered, heard, strict=True))
    assert found == wanted


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_every_cell_holds_for_buttons_too(besieged: tuple[Town, list[str]]) -> None:
    town, entered = besieged
    found: dict[str, list[str]] = {}
    wanted: dict[str, list[str]] = {}

    for column in COLUMNS if LONG else ("member", "group_known", "anonymous"):
        speaker, more = columns(town)[column]
        cells = cells_of(column)
        entered.clear()
        await press(town, speaker.phone, speaker.chat, [f"probe:{a}" for a in cells], **more)
        found[column] = list(entered)
        wanted[column] = [a for a, cell in cells.items() if cell in (ENTERED, PRIVATE)]
    observer = town.people["observer"]
    entered.clear()
    await press(town, observer.phone, observer.chat, [f"probe:{a}" for a in expected()])
    found["observer"] = list(entered)
    without = {"report", "withdraw_report", "ask_postponement", "withdraw_postponement"}
    wanted["observer"] = [
        a for a, cell in cells_of("member").items() if cell == ENTERED and a not in without
    ]
    assert found == wanted


def cells_of(column: str) -> dict[str, str]:
    """What every action comes to in this column.

    The gate knows no object: a representative of another body enters like one of this body, and is
    refused by the action (see the tests of each action).
    """
    return {
        action: row["representative"]
        if column == "outsider" and action in BY_BODY_ONLY
        else row[column]
        for action, row in expected().items()
    }
