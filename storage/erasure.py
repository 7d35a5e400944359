"""Takes a person's own data out of every table; what the council decided and recorded stays."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, or_, select, update

from storage import questions, second_person
from storage.database import Session
from storage.models import (
    Attachment,
    BroadcastRecipient,
    Chat,
    InboxUpdate,
    Invitation,
    JoinTry,
    MadeFile,
    Membership,
    OpenQuestion,
    OutboxMessage,
    Person,
    ProgressUpdate,
    Review,
    SentMessage,
    StrangeGroup,
)
from storage.types import word
from storage.words import MembershipState, OutboxState

NO_SUCH_CHAT = -(2**60)
"""Telegram has no chat with so low an id; an erased person's chat row points below it."""


async def count_erased(session: Session) -> int:
    """How many people have been erased so far."""
    return (await session.scalar(select(func.count()).where(Person.erased_at.is_not(None)))) or 0


async def memberships_of(session: Session, person_id: int) -> Sequence[Membership]:
    """Every membership of the person, in whatever state and council, oldest first."""
    stmt = select(Membership).where(Membership.person_id == person_id).order_by(Membership.id)
    return (await session.scalars(stmt)).all()


async def belongs_elsewhere(session: Session, *, person_id: int, council_id: int) -> bool:
    """Whether another council counts the person among its people."""
    stmt = select(Membership.id).where(
        Membership.person_id == person_id,
        Membership.council_id != council_id,
        Membership.state != MembershipState.REMOVED,
    )
    return (await session.scalar(stmt.limit(1))) is not None


async def erase(session: Session, person: Person, *, pseudonym: str, now: datetime) -> None:
    """Put the pseudonym in the person's place, everywhere, and forget how to reach them."""
    secrets = [word_ for word_ in (person.name, person.phone) if word_]
    await _forget_conversation(session, person, secrets)
    await second_person.forget(session, person, secrets)
    await _forget_chat(session, person, now)
    await _blacken(session, secrets, pseudonym)
    mine = or_(Invitation.redeemed_by == person.id, Invitation.person_id == person.id)
    unused = Invitation.redeemed_by.is_(None) & Invitation.phone.is_not(None)
    same_phone = unused & (Invitation.phone == person.phone)
    about = or_(mine, same_phone)
    open_still = Invitation.confirmed_at.is_(None) & Invitation.revoked_at.is_(None)
    await _run(session, update(Invitation).where(about, open_still).values(revoked_at=now))
    await _run(session, update(Invitation).where(about).values(name=None, phone=None))
    person.name, person.phone, person.telegram_id = pseudonym, None, None
    person.active_council_id, person.erased_at = None, now
    await session.flush()


async def _forget_conversation(session: Session, person: Person, secrets: list[str]) -> None:
    account = person.telegram_id
    if account is not None:
        await questions.end(session, user_id=account)
        for table, column in (
            (JoinTry, JoinTry.telegram_id),
            (SentMessage, SentMessage.chat_id),
            (StrangeGroup, StrangeGroup.added_by),
        ):
            await _run(session, delete(table).where(column == account))
        about = or_(InboxUpdate.user_id == account, InboxUpdate.chat_id == account)
        await _run(session, update(InboxUpdate).where(about).values(
            user_id=None, chat_id=None, payload=None))  # fmt: skip
    for question in (await session.scalars(select(OpenQuestion))).all():
        if any(secret in str(question.data) for secret in secrets):
            await session.delete(question)


async def _forget_chat(session: Session, person: Person, now: datetime) -> None:
    waiting = update(OutboxMessage).where(
        OutboxMessage.person_id == person.id, OutboxMessage.state == word(OutboxState.PENDING)
    )
    await _run(session, waiting.values(
        state=OutboxState.CANCELLED, finished_at=now, reason="erased"))  # fmt: skip
    await _run(session, delete(MadeFile).where(MadeFile.person_id == person.id))
    answers = update(BroadcastRecipient).where(BroadcastRecipient.person_id == person.id)
    await _run(session, answers.values(answer=None))
    chat = await session.scalar(select(Chat).where(Chat.person_id == person.id))
    if chat is not None:
        chat.telegram_id, chat.person_id = NO_SUCH_CHAT - chat.id, None
        chat.unreachable_since, chat.unreachable_why = now, "erased"


async def _blacken(session: Session, secrets: list[str], pseudonym: str) -> None:
    """Put the pseudonym for the name, and for the phone, into what anybody reported or answered."""
    for secret in secrets:
        for column in (ProgressUpdate.note, Review.reason, BroadcastRecipient.answer):
            stmt = update(column.class_).where(column.contains(secret, autoescape=True))
            await _run(session, stmt.values({column: func.replace(column, secret, pseudonym)}))
        named = update(Attachment).where(Attachment.file_name.contains(secret, autoescape=True))
        await _run(session, named.values(file_name=None))


async def _run(session: Session, stmt: Any) -> None:  # noqa: ANN401  an update or a delete
    await session.execute(stmt.execution_options(synchronize_session=False))
