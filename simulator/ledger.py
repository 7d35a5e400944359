"""What the simulated Telegram remembers: people, chats, messages with their history, files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count

from simulator.clock import Clock
from simulator.errors import NotPossibleError
from simulator.model import (
    BotStatus,
    Chat,
    ChatKind,
    Event,
    Json,
    Message,
    Person,
    StoredFile,
    UploadedFile,
)

FIRST_PERSON_ID = 1001
FIRST_GROUP_ID = -1_000_000_001_001
FIRST_BASIC_GROUP_ID = -5001
FOLDERS = {"photo": "photos", "voice": "voice", "video": "videos", "audio": "music"}


@dataclass
class Numbers:
    """Counts on from one, as itertools.count does; but it can be copied with its world."""

    last: int = 0

    def __next__(self) -> int:
        self.last += 1
        return self.last


class Ledger:
    """State without rules: whoever changes it goes through here, so every change is published."""

    def __init__(self, bot: Json, clock: Clock) -> None:
        self.bot = bot
        self.clock = clock
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.bot_status: dict[int, BotStatus] = {}
        self.revision = 0
        self._messages: dict[int, dict[int, Message]] = {}
        self._versions: dict[tuple[int, int], list[Message]] = {}
        self._seen: dict[tuple[int, int], int] = {}
        self._subscribers: list[Callable[[Event], None]] = []
        self._message_ids: dict[int, Numbers] = {}
        self._account_message_ids = Numbers()
        self._seqs = Numbers()
        self._file_numbers = Numbers()

    # People and chats

    @property
    def bot_id(self) -> int:
        """The bot's own user id."""
        return int(self.bot["id"])

    def person(self, person_id: int) -> Person:
        """Give the person with this id; raises NotPossibleError when there is none."""
        found = self.people.get(person_id)
        if found is None:
            raise NotPossibleError(f"no person {person_id}")
        return found

    def chat(self, chat_id: int) -> Chat:
        """Give the chat with this id; raises NotPossibleError when there is none."""
        found = self.chats.get(chat_id)
        if found is None:
            raise NotPossibleError(f"no chat {chat_id}")
        return found

    def keep_person(self, person: Person) -> Person:
        """Add or replace a person, with the private chat that has their id."""
        self.people[person.id] = person
        self.keep_chat(Chat(person.id, ChatKind.PRIVATE, person.full_name, (person.id,)))
        return person

    def keep_chat(self, chat: Chat) -> Chat:
        """Add or replace a chat."""
        self.chats[chat.id] = chat
        self._messages.setdefault(chat.id, {})
        self.publish("chat", {"chat_id": chat.id, "members": list(chat.members)})
        return chat

    def chats_of(self, person: Person) -> list[Chat]:
        """Give the person's chats: first the private one, then their groups by title."""
        mine = [chat for chat in self.chats.values() if person.id in chat.members]
        return sorted(mine, key=lambda chat: (not chat.is_private, chat.title))

    def free_id(self, first: int, step: int) -> int:
        """Give the first id from `first` on, by `step`, that no chat has."""
        return next(number for number in count(first, step) if number not in self.chats)

    # Messages

    def add_message(
        self,
        chat: Chat,
        sender_id: int,
        content: Json,
        *,
        reply_to: int | None = None,
        markup: Json | None = None,
        forward_origin: Json | None = None,
        sender_chat: int | None = None,
        media_group: str | None = None,
        inline_id: str | None = None,
    ) -> Message:
        """Write a new message into the chat, dated by the clock.

        In a channel everything is written in the channel's own name.
        """
        if chat.kind is ChatKind.CHANNEL:
            sender_chat = chat.id
        message = Message(
            seq=next(self._seqs),
            chat_id=chat.id,
            id=self._next_message_id(chat),
            sender_id=sender_id,
            date=self.clock.now(),
            content=content,
            reply_to=reply_to,
            markup=markup,
            forward_origin=forward_origin,
            sender_chat=sender_chat,
            media_group=media_group,
            inline_id=inline_id,
        )
        self._messages[chat.id][message.id] = message
        self.mark_seen(sender_id, chat.id)
        self.publish("message", {"chat_id": chat.id, "message_id": message.id})
        return message

    def change_message(self, message: Message, **changes: object) -> Message:
        """Replace fields of a message; how it stood before stays in its history."""
        changed = replace(message, **changes)  # type: ignore[arg-type]  # fields by name
        self._versions.setdefault((message.chat_id, message.id), []).append(message)
        self._messages[message.chat_id][message.id] = changed
        kind = "message_deleted" if changed.deleted else "message_edited"
        self.publish(kind, {"chat_id": message.chat_id, "message_id": message.id})
        return changed

    def find_message(self, chat_id: int, message_id: int) -> Message | None:
        """Give a message that is still there."""
        message = self._messages.get(chat_id, {}).get(message_id)
        return None if message is None or message.deleted else message

    def find_inline(self, inline_id: str) -> Message | None:
        """Give a message that came out of an inline query and is still there."""
        every = (message for written in self._messages.values() for message in written.values())
        return next((m for m in every if m.inline_id == inline_id and not m.deleted), None)

    def messages(self, chat: Chat, *, deleted: bool = False) -> list[Message]:
        """Give the chat's messages, oldest first; the deleted ones only when asked."""
        everything = self._messages.get(chat.id, {}).values()
        return [message for message in everything if deleted or not message.deleted]

    def versions(self, message: Message) -> Sequence[Message]:
        """Give how the message stood before each change, oldest first."""
        return tuple(self._versions.get((message.chat_id, message.id), ()))

    def mark_seen(self, person_id: int, chat_id: int) -> None:
        """Note that the person has read the chat up to now."""
        written = self._messages.get(chat_id)
        self._seen[person_id, chat_id] = next(reversed(written.values())).seq if written else 0

    def unread(self, person_id: int, chat: Chat) -> int:
        """Count the messages that the person has not looked at."""
        seen = self._seen.get((person_id, chat.id), 0)
        return sum(1 for m in self.messages(chat) if m.seq > seen and m.sender_id != person_id)

    def _next_message_id(self, chat: Chat) -> int:
        # A supergroup numbers its own messages; elsewhere the bot's account numbers them.
        if chat.kind in (ChatKind.SUPERGROUP, ChatKind.CHANNEL):
            return next(self._message_ids.setdefault(chat.id, Numbers()))
        return next(self._account_message_ids)

    # Files

    def store_file(self, upload: UploadedFile, field: str) -> StoredFile:
        """Keep an uploaded file and give it the ids and the path that Telegram would."""
        number = next(self._file_numbers)
        suffix = upload.name.rpartition(".")[2] if "." in upload.name else "bin"
        stored = StoredFile(
            file_id=f"FILE-{self.bot_id}-{field}-{number}",
            unique_id=f"UNIQUE-{number}",
            path=f"{FOLDERS.get(field, 'documents')}/file_{number}.{suffix}",
            name=upload.name,
            mime=upload.mime,
            content=upload.content,
        )
        self.files[stored.file_id] = stored
        return stored

    def file_at(self, path: str) -> StoredFile | None:
        """Give the file that getFile put at this path."""
        return next((file for file in self.files.values() if file.path == path), None)

    # Watching

    def publish(self, kind: str, data: Json) -> None:
        """Tell every subscriber of a change and count it."""
        self.revision += 1
        event = Event(self.revision, kind, data)
        for subscriber in tuple(self._subscribers):
            subscriber(event)

    def subscribe(self, callback: Callable[[Event], None]) -> Callable[[], None]:
        """Call back at every change; the function that is returned ends that."""
        self._subscribers.append(callback)
        return lambda: self._subscribers.remove(callback)
