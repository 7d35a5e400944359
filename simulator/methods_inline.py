"""Bot API methods of inline mode: the answer to a query, checked result by result."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from simulator.errors import bad_request
from simulator.inline import DEFAULT_CACHE_SECONDS
from simulator.keyboards import check_markup
from simulator.methods_chats import TOO_OLD
from simulator.methods_messages import Files, caption_content, text_content
from simulator.model import Json
from simulator.wire import file_content
from simulator.world import World

# Telegram names no number; a client stops waiting within half a minute.
ANSWERABLE_FOR = timedelta(seconds=30)
MAX_RESULTS = 50
MAX_BYTES = 64
START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")
# Results that carry a file Telegram has already, and the field that names it.
CACHED: Mapping[str, str] = {"document": "document_file_id", "photo": "photo_file_id"}


def answer_inline_query(world: World, params: Json, files: Files) -> bool:
    """answerInlineQuery: https://core.telegram.org/bots/api#answerinlinequery."""
    query = world.inline_queries.get(str(params["inline_query_id"]))
    if query is None or query.answered or world.clock.now() - query.asked_at > ANSWERABLE_FOR:
        raise bad_request(TOO_OLD)
    given = params["results"]
    if len(given) > MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    next_offset = str(params.get("next_offset", ""))
    if len(next_offset.encode()) > MAX_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    _check_button(params.get("button"))
    results = tuple(_offer(world, result) for result in given)
    if len({result["id"] for result in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    answered = replace(
        query,
        answered=True,
        results=results,
        next_offset=next_offset,
        button=params.get("button"),
    )
    seconds = int(params.get("cache_time", DEFAULT_CACHE_SECONDS))
    world.answer_inline(answered, seconds, personal=bool(params.get("is_personal")))
    return True


def _check_button(button: Json | None) -> None:
    if button is None:
        return
    if not button.get("text"):
        raise bad_request("can't parse inline query results button: text must be non-empty")
    start = button.get("start_parameter")
    if start is not None and not START_PARAMETER.fullmatch(start):
        raise bad_request("START_PARAM_INVALID")


def _offer(world: World, result: Json) -> Json:
    """Give what a person sees of a result and what it sends when it is chosen."""
    number = str(result["id"])
    if not 1 <= len(number.encode()) <= MAX_BYTES:
        raise bad_request("RESULT_ID_INVALID")
    title = str(result.get("title", ""))
    if result["type"] == "article" and not title:
        raise bad_request("ARTICLE_TITLE_EMPTY")
    return {
        "id": number,
        "title": title,
        "description": str(result.get("description", "")),
        "content": _content(world, result),
        "markup": check_markup(result.get("reply_markup")),
    }


def _content(world: World, result: Json) -> Json:
    written = result.get("input_message_content")
    if written is not None:
        if "message_text" not in written:
            raise bad_request("inline results with other than text are not simulated")
        return text_content({**written, "text": written["message_text"]})
    field = CACHED.get(result["type"], "")
    if field not in result:
        raise bad_request(f"inline results of type {result['type']} are not simulated")
    file = world.files.get(str(result[field]))
    if file is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return file_content(result["type"], file) | caption_content(result)
