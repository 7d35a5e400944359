"""What every update begins with: whether it is to take effect, who speaks, what they were asked.

All of it is one question: on PostgreSQL each of them alone takes as long as all that the server
does for them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Select, and_, bindparam, exists, literal_column, select

from storage import inbox
from storage.database import Session
from storage.database.prepared import Prepared
from storage.members import Account, account_columns, account_of, with_places
from storage.questions import ANSWERED, SHOWN, Question, QuestionKey
from storage.types import Base

_TABLES = Base.metadata.tables
_BIG = BigInteger()


@dataclass(frozen=True)
class FirstLook:
    """Who is behind the Telegram account that spoke, None where it was never seen."""

    account: Account | None
    closed: bool
    """Whether it was noted that the chat cannot be reached."""
    questions: Mapping[QuestionKey, Question]
    """What stands open in the dialogues of this account and chat; an empty question where nothing
    does. None are here where nobody spoke or there is no chat."""


def _look(_kind: str) -> Select[Any]:
    asked, buttons = (_TABLES["open_questions"].alias(name) for name in (ANSWERED, SHOWN))
    people, chats = _TABLES["people"], _TABLES["chats"]
    bound = {name: bindparam(name, type_=_BIG) for name in ("bot_id", "chat_id", "user_id")}
    closed = exists().where(
        chats.c.telegram_id == bound["chat_id"], chats.c.unreachable_since.is_not(None)
    )
    whole: Any = select(literal_column("1").label("one")).subquery("always")
    whole = with_places(whole.outerjoin(people, people.c.telegram_id == bound["user_id"]))
    for question in (asked, buttons):
        whose = [question.c[name] == value for name, value in bound.items()]
        destiny = question.c.destiny == literal_column(f"'{question.name}'")
        whole = whole.outerjoin(question, and_(*whose, question.c.thread_id == 0, destiny))
    return select(
        *account_columns(), closed.label("closed"), inbox.is_new().label("fresh"),
        asked.c.state, asked.c.data, buttons.c.data.label("buttons"),
    ).select_from(whole)  # fmt: skip


_LOOK = Prepared(_look)


async def first_look(
    session: Session, update_id: int, *, bot_id: int, chat_id: int | None, user_id: int | None
) -> FirstLook | None:
    """Let the end of the transaction mark the update done, and look who speaks, and where.

    None where it took effect before or never came; where that happens meanwhile, the end raises
    `storage.database.at_the_end.DoneBeforeError`. Ids are Telegram's.
    """
    rows = await _LOOK.rows(
        session, own_id=update_id, bot_id=bot_id, chat_id=chat_id, user_id=user_id
    )
    first = rows[0]
    if not first.fresh:
        return None
    await inbox.finish_last(session, update_id)
    questions = {}
    if chat_id is not None and user_id is not None:
        found = {
            ANSWERED: Question(first.state, dict(first.data or {})),
            SHOWN: Question(None, dict(first.buttons or {})),
        }
        questions = {
            QuestionKey(bot_id, chat_id, user_id, 0, destiny): question
            for destiny, question in found.items()
        }
    return FirstLook(account_of(rows), bool(first.closed), questions)
