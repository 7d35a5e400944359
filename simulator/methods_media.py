"""Bot API methods that send files: one alone, or several as an album."""

from simulator.errors import ApiError, bad_request
from simulator.methods_messages import Files, caption_content, send_content, sending_target
from simulator.model import Json, StoredFile
from simulator.reach import writable_chat
from simulator.wire import file_content, message_json
from simulator.world import World

MAX_UPLOAD_BYTES = 50 * 1024 * 1024
ALBUM_FROM, ALBUM_TO = 2, 10
# https://core.telegram.org/bots/api#sendmediagroup: these go only with their own kind.
ALONE = ("document", "audio")


def send_file(field: str, world: World, params: Json, files: Files) -> Json:
    """sendDocument, sendPhoto and their like; the field names the kind."""
    chat = writable_chat(world, params["chat_id"])
    file = _incoming_file(world, str(params[field]), field, files)
    return send_content(world, chat, params, file_content(field, file) | caption_content(params))


def send_media_group(world: World, params: Json, files: Files) -> list[Json]:
    """sendMediaGroup: all or nothing, each message with the album's id."""
    chat = writable_chat(world, params["chat_id"])
    media = params["media"]
    kinds = {str(one["type"]) for one in media}
    if not ALBUM_FROM <= len(media) <= ALBUM_TO:
        raise bad_request("media group must include 2-10 items")
    if len(kinds) > 1 and kinds & set(ALONE):
        kind = next(kind for kind in ALONE if kind in kinds)
        raise bad_request(f"{kind} can't be mixed with other media types")
    contents = []
    for one in media:
        file = _incoming_file(world, str(one["media"]), one["type"], files)
        contents.append(file_content(one["type"], file) | caption_content(one))
    _, reply_to = sending_target(world, chat, params)
    for _ in contents:
        world.limits.check(chat.id, world.clock.now())
    album = str(next(world.album_numbers))
    sent = [
        world.add_message(chat, world.bot_id, content, reply_to=reply_to, media_group=album)
        for content in contents
    ]
    return [message_json(world, message) for message in sent]


def _incoming_file(world: World, value: str, field: str, files: Files) -> StoredFile:
    if value.startswith("attach://"):
        upload = files.get(value.removeprefix("attach://"))
        if upload is None:
            raise bad_request(f"there is no {field} in the request")
        if not upload.content:
            raise bad_request("file must be non-empty")
        if len(upload.content) > MAX_UPLOAD_BYTES:
            raise ApiError(413, "Request Entity Too Large")
        return world.store_file(upload, field)
    known = world.files.get(value)
    if known is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return known
