"""Who is in the simulated Telegram, and which of what they do the bot hears of."""

from collections import deque
from collections.abc import Sequence
from copy import deepcopy
from datetime import datetime
from typing import Self

from simulator.clock import Clock
from simulator.entities import utf16_slice
from simulator.errors import NotPossibleError
from simulator.faults import Faults
from simulator.ledger import (
    FIRST_BASIC_GROUP_ID,
    FIRST_GROUP_ID,
    FIRST_PERSON_ID,
    Ledger,
    Numbers,
)
from simulator.limits import FloodLimits
from simulator.model import (
    BotCall,
    BotStatus,
    Chat,
    ChatKind,
    InlineQuery,
    Json,
    Message,
    Person,
    Press,
    Webhook,
)
from simulator.updates import UpdateQueue
from simulator.wire import chat_json, member_json, message_json, sender_json, unix_time, user_json

CALLS_KEPT = 200
PRESENT = (BotStatus.MEMBER, BotStatus.ADMINISTRATOR)


class Community(Ledger):
    """People, groups and the bot among them: membership, privacy mode, the queue of updates."""

    def __init__(
        self,
        token: str,
        bot_username: str = "mosavabe_demo_bot",
        bot_name: str = "مصوبه‌یار",
        clock: Clock | None = None,
    ) -> None:
        bot = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": bot_name,
            "username": bot_username,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }
        super().__init__(bot, clock or Clock())
        self.token = token
        self.strict = True
        self.preparing = ""
        self.privacy_mode = True
        self.updates = UpdateQueue(self.clock.now)
        self.faults = Faults()
        self.limits = FloodLimits()
        self.presses: dict[str, Press] = {}
        self.profile: dict[str, Json] = {}
        self.webhook = Webhook()
        self.inline_queries: dict[str, InlineQuery] = {}
        self.album_numbers = Numbers(13_000_000_000)
        self._inline_cache: dict[tuple[str, str, int | None], tuple[InlineQuery, datetime]] = {}
        self._inline_feedback = False
        self.calls: deque[BotCall] = deque(maxlen=CALLS_KEPT)
        self.moved_to: dict[int, int] = {}
        self._started: set[int] = set()
        self._blocking: set[int] = set()
        self._deactivated: set[int] = set()
        self._query_numbers = Numbers()
        self.clock.subscribe(lambda: self.publish("clock", {}))

    def twin(self, clock: Clock) -> Self:
        """Give a second world as this one stands, on its own clock; nobody watches it yet."""
        other = deepcopy(self, {id(self.clock): clock, id(self._subscribers): []})
        clock.subscribe(lambda: other.publish("clock", {}))
        return other

    def prepare(self, words: str) -> None:
        """Tell people what is still being made ready; without words all of it is."""
        self.preparing = words
        self.publish("preparing", {"words": words})

    # Who is there

    def add_person(
        self,
        first_name: str,
        last_name: str = "",
        username: str | None = None,
        phone: str | None = None,
        language_code: str = "fa",
        *,
        label: str = "",
        started: bool = False,
    ) -> Person:
        """Add somebody; `started` means that they opened the bot before the story begins."""
        person_id = self.free_id(FIRST_PERSON_ID, 1)
        person = Person(person_id, first_name, last_name, username, phone, language_code, label)
        if started:
            self._started.add(person.id)
        return self.keep_person(person)

    def add_group(
        self,
        title: str,
        members: Sequence[Person],
        supergroup: bool = True,
        label: str = "",
        *,
        with_bot: bool = False,
    ) -> Chat:
        """Add a group owned by its first member; `with_bot` means the bot is in it already."""
        kind = ChatKind.SUPERGROUP if supergroup else ChatKind.GROUP
        chat_id = self.free_id(FIRST_GROUP_ID if supergroup else FIRST_BASIC_GROUP_ID, -1)
        self.bot_status[chat_id] = BotStatus.MEMBER if with_bot else BotStatus.NEVER
        return self.keep_chat(Chat(chat_id, kind, title, tuple(p.id for p in members), label))

    def add_channel(self, title: str, owner: Person, *, with_bot: bool = False) -> Chat:
        """Add a channel; `with_bot` makes the bot one of its administrators, as it must be."""
        chat_id = self.free_id(FIRST_GROUP_ID, -1)
        self.bot_status[chat_id] = BotStatus.ADMINISTRATOR if with_bot else BotStatus.NEVER
        return self.keep_chat(Chat(chat_id, ChatKind.CHANNEL, title, (owner.id,)))

    def voices(self, person: Person, chat: Chat) -> list[Chat]:
        """Give in whose name else the person may write there, as its owner and of channels.

        In a supergroup that is the group itself, which is what “anonymously” means.
        """
        if chat.kind is not ChatKind.SUPERGROUP:
            return []
        mine = [one for one in self.chats.values() if one.members[:1] == (person.id,)]
        channels = [one for one in mine if one.kind is ChatKind.CHANNEL]
        return [*(one for one in mine if one.id == chat.id), *channels]

    def private_chat(self, person: Person) -> Chat:
        """Give the person's chat with the bot."""
        return self.chats[person.id]

    def has_started(self, person: Person) -> bool:
        """Tell whether the person ever wrote to the bot in private."""
        return person.id in self._started

    def is_blocking(self, person: Person) -> bool:
        """Tell whether the person has blocked the bot."""
        return person.id in self._blocking

    def is_deactivated(self, person: Person) -> bool:
        """Tell whether the person's account is gone."""
        return person.id in self._deactivated

    def bot_is_in(self, chat: Chat) -> bool:
        """Tell whether the bot is a member of the group."""
        return self.bot_status.get(chat.id, BotStatus.NEVER) in PRESENT

    # What the bot does to its own membership

    def bot_leaves(self, group: Chat) -> None:
        """Let the bot leave the group by itself."""
        self.bot_status[group.id] = BotStatus.LEFT
        bot = sender_json(self, self.bot_id)
        self.add_message(group, self.bot_id, {"left_chat_member": bot})

    # What the bot hears

    def _post(
        self,
        person: Person,
        chat: Chat,
        content: Json,
        reply_to: Message | None,
        forward_origin: Json | None = None,
        *,
        sender_chat: Chat | None = None,
        media_group: str | None = None,
        inline_id: str | None = None,
        markup: Json | None = None,
    ) -> Message:
        chat = self.chat(chat.id)
        self._must_reach_bot(person, chat)
        if reply_to is not None and reply_to.chat_id != chat.id:
            raise NotPossibleError("the message replied to is in another chat")
        if chat.is_private:
            self._started.add(person.id)
        message = self.add_message(
            chat,
            person.id,
            content,
            reply_to=reply_to.id if reply_to else None,
            forward_origin=forward_origin,
            sender_chat=sender_chat.id if sender_chat else None,
            media_group=media_group,
            inline_id=inline_id,
            markup=markup,
        )
        self._tell_message(chat, message)
        return message

    def _tell_message(self, chat: Chat, message: Message) -> None:
        if self._bot_sees(chat, message):
            kind = "channel_post" if chat.kind is ChatKind.CHANNEL else "message"
            edited = "edited_" if message.edited_at else ""
            self.updates.push(edited + kind, message_json(self, message))

    def _next_query_id(self) -> str:
        return f"{self.bot_id % 1_000_000}{next(self._query_numbers):012}"

    def _must_reach_bot(self, person: Person, chat: Chat) -> None:
        self._must_be_in(person, chat)
        if chat.is_private and self.is_blocking(person):
            raise NotPossibleError("the bot is blocked; unblock it first")

    def _must_be_in(self, person: Person, chat: Chat) -> None:
        if person.id not in self.chat(chat.id).members:
            raise NotPossibleError(f"{person.full_name} is not in this chat")

    def _bot_sees(self, chat: Chat, message: Message) -> bool:
        """Apply group privacy: https://core.telegram.org/bots/features#privacy-mode."""
        if chat.is_private:
            return True
        if not self.bot_is_in(chat):
            return False
        is_admin = self.bot_status[chat.id] is BotStatus.ADMINISTRATOR
        if is_admin or not self.privacy_mode or message.is_service or message.inline_id:
            return True
        return self._is_reply_to_bot(message) or self._addresses_bot(message)

    def _is_reply_to_bot(self, message: Message) -> bool:
        if message.reply_to is None:
            return False
        original = self.find_message(message.chat_id, message.reply_to)
        return original is not None and original.sender_id == self.bot_id

    def _addresses_bot(self, message: Message) -> bool:
        name = f"@{self.bot['username']}".lower()
        content = message.content
        for entity in content.get("entities") or content.get("caption_entities") or []:
            word = utf16_slice(message.text, entity["offset"], entity["length"]).lower()
            if entity["type"] == "mention" and word == name:
                return True
            if entity["type"] == "bot_command" and ("@" not in word or word.endswith(name)):
                return True
        return False

    def _change_bot_status(self, group: Chat, by: Person, status: BotStatus) -> None:
        before = self.bot_status.get(group.id, BotStatus.NEVER)
        self.bot_status[group.id] = status
        self._tell_status(group, by, before, status)

    def _tell_member(self, group: Chat, person: Person, before: str, after: str) -> None:
        """Tell of somebody who came or went; only an administrator bot that asks hears it."""
        if self.bot_status.get(group.id) is not BotStatus.ADMINISTRATOR:
            return
        user = user_json(person)
        change = {
            "chat": chat_json(self, group),
            "from": user,
            "date": unix_time(self.clock.now()),
            "old_chat_member": {"user": user, "status": before},
            "new_chat_member": {"user": user, "status": after},
        }
        self.updates.push("chat_member", change)

    def _tell_private_status(self, person: Person, before: BotStatus, after: BotStatus) -> None:
        self._tell_status(self.private_chat(person), person, before, after)

    def _tell_status(self, chat: Chat, by: Person, before: BotStatus, after: BotStatus) -> None:
        bot = sender_json(self, self.bot_id)
        change = {
            "chat": chat_json(self, chat),
            "from": user_json(by),
            "date": unix_time(self.clock.now()),
            "old_chat_member": member_json(bot, before),
            "new_chat_member": member_json(bot, after),
        }
        self.updates.push("my_chat_member", change)
        self.publish("membership", {"chat_id": chat.id, "bot_status": after.value})
