"""Telephone numbers as people write them, brought to the one form in which they compare."""

import phonenumbers

from council import text
from council.errors import PhoneNotUnderstoodError

REGION = "IR"


def normalise(value: str) -> str | None:
    """The mobile number in the international form (+989…); None for anything else.

    Digits of any script, a leading zero, 00 or nothing, spaces and dashes are all understood.
    """
    typed = text.en_digits(value).strip()
    if typed.isdecimal() and typed.startswith("98"):
        typed = f"+{typed}"  # Telegram leaves the plus away
    try:
        number = phonenumbers.parse(typed, REGION)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def read(value: str) -> str:
    """The number in the international form. Raises PhoneNotUnderstoodError."""
    number = normalise(value)
    if number is None:
        raise PhoneNotUnderstoodError
    return number


def split(typed: str) -> tuple[str, str | None]:
    """A name and the number that was typed with it, in the international form; None without one."""
    words = text.en_digits(typed)
    for found in phonenumbers.PhoneNumberMatcher(words, REGION):
        number = phonenumbers.format_number(found.number, phonenumbers.PhoneNumberFormat.E164)
        rest = f"{typed[: found.start]} {typed[found.end :]}"
        return _tidy(rest), number
    return _tidy(typed), None


def _tidy(name: str) -> str:
    return text.clean_name(name).strip(" ،,;:-")
