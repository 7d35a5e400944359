"""A small Telegram with one bot in it: what people can do there."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import batched

from simulator.entities import prepare_text, split_long
from simulator.errors import NotPossibleError
from simulator.inline import InlineMode
from simulator.model import BotStatus, Chat, ChatKind, Message, Person, Press, UploadedFile
from simulator.wire import (
    callback_json,
    file_content,
    origin_json,
    sender_json,
    user_json,
)

MAX_TEXT = 4096
MAX_ALBUM = 10
WITH_CAPTION = {"photo", "document", "voice", "video", "audio"}


class World(InlineMode):
    """People, groups and one bot, with Telegram's rules and without sockets.

    People act through the methods here; the bot acts through `simulator.api.call`.
    """

    def start(self, person: Person, payload: str = "") -> Message:
        """Press Start, or open a deep link with its payload."""
        if self.is_blocking(person):
            self.unblock_bot(person)
        return self.say(person, self.private_chat(person), f"/start {payload}".strip())

    def say(
        self,
        person: Person,
        chat: Chat,
        text: str,
        reply_to: Message | None = None,
        *,
        sender_chat: Chat | None = None,
    ) -> Message:
        """Write a text; one that is too long goes out in pieces and the last one is given.

        `sender_chat` lets a group's administrator write as the group (that is: anonymously) or
        as a channel of theirs; see `voices`.
        """
        if sender_chat is not None and sender_chat not in self.voices(person, chat):
            raise NotPossibleError(f"{person.full_name} cannot write there in this name")
        pieces = split_long(text, MAX_TEXT)
        if not pieces:
            raise NotPossibleError("an empty message cannot be sent")
        for piece in pieces:
            clean, entities = prepare_text(piece)
            content = {"text": clean} | ({"entities": entities} if entities else {})
            sent = self._post(person, chat, content, reply_to, sender_chat=sender_chat)
        return sent

    def upload(
        self,
        person: Person,
        chat: Chat,
        file_name: str,
        content: bytes,
        mime: str = "application/octet-stream",
        *,
        caption: str = "",
        reply_to: Message | None = None,
        as_photo: bool = False,
        media_group: str | None = None,
    ) -> Message:
        """Send a file as a document, or a picture as a photo; an album's share `media_group`."""
        field = "photo" if as_photo else "document"
        file = self.store_file(UploadedFile(file_name, content, mime), field)
        fields = file_content(field, file)
        clean, entities = prepare_text(caption)
        fields |= {"caption": clean} if clean else {}
        fields |= {"caption_entities": entities} if entities else {}
        return self._post(person, chat, fields, reply_to, media_group=media_group)

    def upload_all(
        self,
        person: Person,
        chat: Chat,
        files: Sequence[UploadedFile],
        *,
        caption: str = "",
        reply_to: Message | None = None,
        as_photo: bool = False,
    ) -> list[Message]:
        """Send files as a phone does: several go out as albums of ten, the caption with the first.

        A file that would stand alone in the last album goes out without one.
        """
        if not files:
            raise NotPossibleError("there is no file")
        sent: list[Message] = []
        for album in batched(files, MAX_ALBUM):
            number = str(next(self.album_numbers)) if len(album) > 1 else None
            for file in album:
                sent.append(
                    self.upload(
                        person,
                        chat,
                        file.name,
                        file.content,
                        file.mime,
                        caption="" if sent else caption,
                        reply_to=reply_to,
                        as_photo=as_photo,
                        media_group=number,
                    )
                )
        return sent

    def share_contact(
        self, person: Person, chat: Chat, contact_of: Person | None = None
    ) -> Message:
        """Share a phone number: one's own, or somebody else's from the address book."""
        owner = contact_of or person
        if owner.phone is None:
            raise NotPossibleError(f"{owner.full_name} has no phone number")
        contact = {"phone_number": owner.phone, "first_name": owner.first_name}
        contact |= {"last_name": owner.last_name} if owner.last_name else {}
        return self._post(person, chat, {"contact": {**contact, "user_id": owner.id}}, None)

    def forward(self, person: Person, message: Message, chat: Chat) -> Message:
        """Forward a message that the person can see into another of their chats."""
        self._must_be_in(person, self.chat(message.chat_id))
        if message.content.get("has_protected_content"):
            raise NotPossibleError("the message is protected")
        origin = message.forward_origin or origin_json(self, message)
        return self._post(person, chat, dict(message.content), None, forward_origin=origin)

    def edit(self, person: Person, message: Message, text: str) -> Message:
        """Change the words of one's own message: its text, or the caption of its file."""
        current = self.find_message(message.chat_id, message.id)
        before = current.content if current else {}
        words = "text" if "text" in before else "caption" if before.keys() & WITH_CAPTION else ""
        if current is None or current.sender_id != person.id or not words:
            raise NotPossibleError("only one's own text or caption can be edited")
        clean, entities = prepare_text(text)
        marked = "entities" if words == "text" else "caption_entities"
        content = {name: part for name, part in before.items() if name not in (words, marked)}
        content |= {words: clean} if clean else {}
        content |= {marked: entities} if entities else {}
        changed = self.change_message(current, content=content, edited_at=self.clock.now())
        self._tell_message(self.chat(message.chat_id), changed)
        return changed

    def press(
        self,
        person: Person,
        message: Message,
        button_data: str | None = None,
        *,
        row: int = 0,
        col: int = 0,
    ) -> Press:
        """Press an inline button by its data, or by row and column (counted from 0)."""
        current = self.find_message(message.chat_id, message.id)
        if current is None:
            raise NotPossibleError("the message is gone")
        chat = self.chat(message.chat_id)
        self._must_reach_bot(person, chat)
        data = button_data if button_data is not None else _data_at(current, row, col)
        if not any(b.get("callback_data") == data for line in current.buttons for b in line):
            raise NotPossibleError("the message has no such button now")
        press = Press(self._next_query_id(), person.id, chat.id, current.id, data, self.clock.now())
        self.presses[press.id] = press
        self.updates.push("callback_query", callback_json(self, press))
        return press

    def block_bot(self, person: Person) -> None:
        """Stop and block the bot in private."""
        if not self.is_blocking(person):
            self._blocking.add(person.id)
            self._tell_private_status(person, BotStatus.MEMBER, BotStatus.KICKED)

    def unblock_bot(self, person: Person) -> None:
        """Let the bot write again."""
        if self.is_blocking(person):
            self._blocking.discard(person.id)
            self._tell_private_status(person, BotStatus.KICKED, BotStatus.MEMBER)

    def deactivate(self, person: Person) -> None:
        """Delete the person's account."""
        self._deactivated.add(person.id)

    def add_bot(self, group: Chat, by: Person) -> None:
        """Bring the bot into the group."""
        self._must_be_in(by, group)
        if self.bot_is_in(group):
            raise NotPossibleError("the bot is in the group already")
        self._change_bot_status(group, by, BotStatus.MEMBER)
        bot = sender_json(self, self.bot_id)
        self._post(by, group, {"new_chat_members": [bot]}, None)

    def remove_bot(self, group: Chat, by: Person) -> None:
        """Throw the bot out of the group."""
        self._must_be_in(by, group)
        if not self.bot_is_in(group):
            raise NotPossibleError("the bot is not in the group")
        self._change_bot_status(group, by, BotStatus.KICKED)
        bot = sender_json(self, self.bot_id)
        self._post(by, group, {"left_chat_member": bot}, None)

    def promote_bot(self, group: Chat, by: Person) -> None:
        """Make the bot an administrator of the group, who sees every message."""
        self._must_be_in(by, group)
        self._change_bot_status(group, by, BotStatus.ADMINISTRATOR)

    def upgrade(self, group: Chat, by: Person) -> Chat:
        """Turn a basic group into a supergroup; gives the new chat, with a new id."""
        self._must_be_in(by, group)
        if group.kind is not ChatKind.GROUP:
            raise NotPossibleError("only a basic group can become a supergroup")
        members = [self.person(member) for member in group.members]
        grown = self.add_group(
            group.title, members, label=group.label, with_bot=self.bot_is_in(group)
        )
        self._post(by, group, {"migrate_to_chat_id": grown.id}, None)
        self._post(by, grown, {"migrate_from_chat_id": group.id}, None)
        self.moved_to[group.id] = grown.id
        self.keep_chat(replace(group, members=()))
        return grown

    def join(self, group: Chat, person: Person) -> None:
        """Let a person into the group."""
        if person.id not in group.members:
            current = self.chat(group.id)
            grown = self.keep_chat(replace(current, members=(*current.members, person.id)))
            self._post(person, grown, {"new_chat_members": [user_json(person)]}, None)
            self._tell_member(grown, person, "left", "member")

    def leave(self, group: Chat, person: Person) -> None:
        """Let a person go out of the group."""
        self._must_be_in(person, group)
        self._post(person, group, {"left_chat_member": user_json(person)}, None)
        current = self.chat(group.id)
        others = tuple(member for member in current.members if member != person.id)
        self._tell_member(
            self.keep_chat(replace(current, members=others)), person, "member", "left"
        )


def _data_at(message: Message, row: int, col: int) -> str:
    try:
        data = message.buttons[row][col]["callback_data"]
    except (IndexError, KeyError) as error:
        raise NotPossibleError(f"no button to press at row {row}, column {col}") from error
    return str(data)
