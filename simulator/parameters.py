"""Parameters of a Bot API call, read and checked against aiogram's own method classes."""

import json
import re
from collections.abc import Hashable, Mapping
from functools import cache
from types import NoneType
from typing import TYPE_CHECKING, Any, cast, get_args

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from simulator.errors import ApiError, bad_request
from simulator.model import Json

if TYPE_CHECKING:
    from aiogram.methods import TelegramMethod

WRONG_WORDS = {
    "text": "message text is empty",
    "chat_id": "chat_id is empty",
    "entities": "can't parse entities: expected an Array of MessageEntity",
    "caption_entities": "can't parse entities: expected an Array of MessageEntity",
    "reply_markup": "can't parse reply keyboard markup JSON object",
    "message_id": "message identifier is not specified",
    "document": "there is no document in the request",
    "photo": "there is no photo in the request",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
}
_SURROGATE = re.compile("[\ud800-\udfff]")


@cache
def known_methods() -> "dict[str, type[TelegramMethod[Any]]]":
    """Give every method of the Bot API by its name in lower case, as Telegram compares names."""
    import aiogram.methods  # noqa: PLC0415  takes seconds, for which the page need not wait
    from aiogram.methods import TelegramMethod  # noqa: PLC0415

    classes = (getattr(aiogram.methods, name) for name in aiogram.methods.__all__)
    return {
        cls.__api_method__.lower(): cls
        for cls in classes
        if isinstance(cls, type)
        and issubclass(cls, TelegramMethod)
        and isinstance(getattr(cls, "__api_method__", None), str)
    }


def parameter_names(method: str) -> frozenset[str]:
    """Give what the method takes; nothing where there is no such method."""
    cls = known_methods().get(method.lower())
    return frozenset(cls.model_fields) if cls else frozenset()


def read_parameters(method: str, given: Mapping[str, object], *, strict: bool) -> Json:
    """Give the call's parameters as plain values, or raise ApiError as Telegram would.

    Values may be strings (forms) or JSON values. Strict refuses unknown parameters, which
    Telegram itself ignores: there they are nearly always a spelling mistake.
    """
    cls = known_methods().get(method.lower())
    if cls is None:
        raise ApiError(404, "Not Found: method not found")
    cls.model_rebuild()  # where it was loaded without its types, they are put in now
    fields = cls.model_fields
    unknown = sorted(set(given) - set(fields))
    if unknown and strict:
        raise bad_request(f"unknown parameter {unknown[0]!r} of {cls.__api_method__}")
    values = {
        name: _decoded(name, fields[name], value)
        for name, value in given.items()
        if name in fields and value is not None
    }
    try:
        checked = cls.model_validate(values)
    except ValidationError as error:
        raise _refusal(error) from error
    plain = checked.model_dump(exclude_unset=True, exclude_none=True, warnings=False)
    _check_encoding(plain)
    return _with_numeric_ids(plain)


def _decoded(name: str, field: FieldInfo, value: object) -> object:
    """Turn a form's string into what the parameter is, where it is not a string itself."""
    if not isinstance(value, str) or str in _members(cast("Hashable", field.annotation)):
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        raise bad_request(WRONG_WORDS.get(name, f"can't parse parameter {name}")) from error


@cache
def _members(annotation: Hashable) -> frozenset[object]:
    """Give the types that a union names, or the one type."""
    inner = [arg for arg in get_args(annotation) if arg is not NoneType]
    is_union = "Union" in type(annotation).__name__
    return frozenset(inner) if is_union else frozenset([annotation])


def _check_encoding(value: object) -> None:
    """Refuse half of a surrogate pair, which JSON can spell and UTF-8 cannot."""
    if isinstance(value, str) and _SURROGATE.search(value):
        raise bad_request("strings must be encoded in UTF-8")
    inner = value.values() if isinstance(value, dict) else value
    if isinstance(value, dict | list):
        for part in inner:  # type: ignore[attr-defined]  # a list or the values of a dict
            _check_encoding(part)


def _refusal(error: ValidationError) -> ApiError:
    where = error.errors()[0]
    path = [str(part) for part in where["loc"]]
    name = path[0] if path else ""
    if where["type"] == "missing" and len(path) > 1:
        return bad_request(f"can't parse {name}: can't find field \"{path[-1]}\"")
    return bad_request(WRONG_WORDS.get(name, f"wrong parameter {name}: {where['msg']}"))


def _with_numeric_ids(values: Json) -> Json:
    for name in ("chat_id", "from_chat_id", "user_id"):
        value = values.get(name)
        if isinstance(value, str) and value.lstrip("-").isdecimal():
            values[name] = int(value)
    return values
