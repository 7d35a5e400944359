"""The simulated Telegram as a page or a test looks at it: plain JSON, nothing hidden."""

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.methods_bot import commands_for
from simulator.model import SERVICE_CONTENT, Chat, Json, Message, Person
from simulator.world import World

FILE_FIELDS = ("document", "voice", "audio", "video", "animation")


@dataclass(frozen=True, slots=True)
class DemoDocument:
    """A document that lies ready on everybody's phone, offered by the attach button."""

    name: str
    title: str
    content: bytes
    mime: str = "text/plain"


def state_view(world: World, documents: Sequence[DemoDocument]) -> Json:
    """Give everything but the messages: clock, bot, people with unread counts, chats."""
    return {
        "revision": world.revision,
        "clock": clock_view(world),
        "weather": weather_view(world),
        "preparing": world.preparing,
        "bot": {
            "id": world.bot_id,
            "name": world.bot["first_name"],
            "username": world.bot["username"],
            "inline": bool(world.bot["supports_inline_queries"]),
        },
        "people": [person_view(world, person) for person in world.people.values()],
        "chats": [chat_view(world, chat) for chat in world.chats.values()],
        "documents": [
            {"name": doc.name, "title": doc.title, "size": len(doc.content)} for doc in documents
        ],
    }


def opening_view(world: World, documents: Sequence[DemoDocument], limit: int) -> Json:
    """Give all that the page shows first: the state, and the first person's chat with the bot."""
    first = next(iter(world.people.values()), None)
    conversation = None
    if first is not None:
        conversation = conversation_view(world, world.private_chat(first), first, limit)
    return {"state": state_view(world, documents), "conversation": conversation}


def clock_view(world: World) -> Json:
    """Give the simulated moment and how far it is from the real one."""
    offset = world.clock.offset.total_seconds()
    return {"now": world.clock.now().isoformat(), "offset_seconds": offset}


def weather_view(world: World) -> Json:
    """Give whether the network is down and until when Telegram is busy."""
    until = world.faults.busy_until
    busy = until is not None and until > world.clock.now()
    return {
        "network_down": world.faults.network_down,
        "busy_until": until.isoformat() if until is not None and busy else None,
    }


def person_view(world: World, person: Person) -> Json:
    """Give a person with the chats that they see."""
    chats = world.chats_of(person)
    return {
        "id": person.id,
        "name": person.full_name,
        "username": person.username,
        "label": person.label,
        "has_phone": person.phone is not None,
        "language_code": person.language_code,
        "started": world.has_started(person),
        "blocking": world.is_blocking(person),
        "chats": [{"id": chat.id, "unread": world.unread(person.id, chat)} for chat in chats],
    }


def chat_view(world: World, chat: Chat) -> Json:
    """Give a chat with its last message in short."""
    written = world.messages(chat)
    last = written[-1] if written else None
    return {
        "id": chat.id,
        "kind": chat.kind.value,
        "title": chat.title,
        "label": chat.label,
        "members": list(chat.members),
        "bot_in": chat.is_private or world.bot_is_in(chat),
        "last": None if last is None else message_view(world, last),
    }


def conversation_view(world: World, chat: Chat, person: Person | None, limit: int) -> Json:
    """Give the last `limit` messages of a chat and what stands around its input field."""
    written = world.messages(chat)
    language = person.language_code if person else "fa"
    voices = world.voices(person, chat) if person else []
    return {
        "revision": world.revision,
        "chat": chat_view(world, chat),
        "messages": [message_view(world, message) for message in written[-limit:]],
        "earlier": max(0, len(written) - limit),
        "commands": commands_for(world, chat.id, language),
        "keyboard": _reply_keyboard(written),
        "voices": [{"id": one.id, "title": one.title} for one in voices],
    }


def message_view(world: World, message: Message) -> Json:
    """Give a message with everything that a phone shows of it."""
    content = message.content
    return {
        "id": message.id,
        "chat_id": message.chat_id,
        "seq": message.seq,
        "sender": _sender(world, message),
        "author": message.sender_id,
        "album": message.media_group,
        "via_bot": message.inline_id is not None,
        "date": message.date.isoformat(),
        "edited": message.edited_at is not None and not message.is_service,
        "text": message.text,
        "entities": content.get("entities") or content.get("caption_entities") or [],
        "photo": _photo(content),
        "file": _file(content),
        "contact": content.get("contact"),
        "service": _service(message),
        "reply_to": _replied(world, message),
        "forwarded_from": _origin_name(message),
        "buttons": message.buttons,
        "force_reply": bool((message.markup or {}).get("force_reply")),
        "placeholder": (message.markup or {}).get("input_field_placeholder"),
    }


def _sender(world: World, message: Message) -> Json:
    if message.sender_chat is not None:
        chat = world.chats[message.sender_chat]
        return {"id": chat.id, "name": chat.title, "is_bot": message.sender_id == world.bot_id}
    sender_id = message.sender_id
    if sender_id == world.bot_id:
        return {"id": sender_id, "name": world.bot["first_name"], "is_bot": True}
    return {"id": sender_id, "name": world.people[sender_id].full_name, "is_bot": False}


def _photo(content: Json) -> Json | None:
    sizes = content.get("photo")
    if not sizes:
        return None
    largest = sizes[-1]
    return {
        "url": f"/sim/files/{largest['file_id']}",
        "width": largest["width"],
        "height": largest["height"],
    }


def _file(content: Json) -> Json | None:
    for field in FILE_FIELDS:
        if field in content:
            file = content[field]
            return {
                "kind": field,
                "name": file.get("file_name", field),
                "size": file["file_size"],
                "url": f"/sim/files/{file['file_id']}",
            }
    return None


def _service(message: Message) -> Json | None:
    for kind in SERVICE_CONTENT & set(message.content):
        users = message.content[kind]
        users = users if isinstance(users, list) else [users]
        names = [user["first_name"] for user in users if isinstance(user, dict)]
        return {"kind": kind, "names": names}
    return None


def _replied(world: World, message: Message) -> Json | None:
    if message.reply_to is None:
        return None
    original = world.find_message(message.chat_id, message.reply_to)
    if original is None:
        return None
    sender = _sender(world, original)
    file = _file(original.content)
    return {
        "id": original.id,
        "name": sender["name"],
        "text": (original.text or (file or {}).get("name", ""))[:200],
    }


def _origin_name(message: Message) -> str | None:
    if message.forward_origin is None:
        return None
    origin = message.forward_origin
    named = origin.get("sender_user") or origin.get("sender_chat") or origin["chat"]
    return str(named.get("title") or f"{named['first_name']} {named.get('last_name', '')}").strip()


def _reply_keyboard(written: Sequence[Message]) -> Json | None:
    """Give the reply keyboard that stands under the input field now, if there is one."""
    for message in reversed(written):
        markup = message.markup or {}
        if markup.get("keyboard"):
            return markup
        if markup.get("remove_keyboard"):
            return None
    return None
