"""Sending a piece of evidence again, as the kind of message that it came as."""

from aiogram.methods import (
    SendAudio,
    SendDocument,
    SendPhoto,
    SendVideo,
    SendVideoNote,
    SendVoice,
    TelegramMethod,
)
from aiogram.types import Message

from council.progress import Evidence


def send_file(chat_id: int, piece: Evidence) -> TelegramMethod[Message]:
    """The call that shows this file in the chat."""
    match piece.kind:
        case "photo":
            return SendPhoto(chat_id=chat_id, photo=piece.file_id)
        case "voice":
            return SendVoice(chat_id=chat_id, voice=piece.file_id)
        case "audio":
            return SendAudio(chat_id=chat_id, audio=piece.file_id)
        case "video":
            return SendVideo(chat_id=chat_id, video=piece.file_id)
        case "video_note":
            return SendVideoNote(chat_id=chat_id, video_note=piece.file_id)
        case _:
            return SendDocument(chat_id=chat_id, document=piece.file_id)
