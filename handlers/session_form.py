"""What is still to be said of a session to come, and what was said of it so far."""

from datetime import date, time
from typing import Any

from aiogram.fsm.state import State, StatesGroup

from council.session_words import Other


class SessionForm(StatesGroup):
    """What is still to be said of a session."""

    when = State()
    hour = State()
    place = State()
    sure = State()


def different(other: Other) -> dict[str, Any]:
    """What the form holds otherwise than before."""
    return with_hour(other.hour) | ({"place": other.place} if other.place else {})


def with_hour(hour: time | None) -> dict[str, Any]:
    """An hour as the form holds it."""
    return {} if hour is None else {"hour": hour.isoformat("minutes")}


def day_of(form: dict[str, Any]) -> date:
    """The day that was understood last, or that the session has which moves."""
    return date.fromisoformat(form["day"])


def hour_of(form: dict[str, Any]) -> time | None:
    """The hour that was understood last, or that the session has which moves."""
    return time.fromisoformat(form["hour"]) if "hour" in form else None


def understood(form: dict[str, Any]) -> dict[str, Any]:
    """Day, hour and place, once all is said."""
    return {
        "day": day_of(form),
        "hour": time.fromisoformat(form["hour"]),
        "place": form.get("place"),
    }
