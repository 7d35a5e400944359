"""What somebody sent and was asked about, kept until that very question is answered."""

from dataclasses import replace
from typing import Any

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State


def kept(state: FSMContext, of: int | str) -> FSMContext:
    """What the question with this number or name is about; its buttons bring it along."""
    return FSMContext(state.storage, replace(state.key, destiny=f"sent:{of}"))


async def ask(state: FSMContext, step: State, form: dict[str, Any]) -> None:
    """Ask about what the form holds, under the number that it has as `of`."""
    await state.set_state(step)
    await keep(state, form)


async def keep(state: FSMContext, form: dict[str, Any]) -> None:
    """Put the form in place of what the open question was about."""
    await state.set_data(form)
    await kept(state, form["of"]).set_data(form)


async def end(state: FSMContext, form: dict[str, Any]) -> None:
    """Let go of the form, and of what is being asked, unless that is about something else."""
    of = form.get("of")
    if of is not None:
        await kept(state, of).clear()
    asked = await state.get_data()
    about = "of" if "of" in asked else "item"
    same = about in asked and asked[about] == form.get(about)
    if same or await state.get_state() is None:
        await state.clear()


def answered(before: dict[str, Any], album: str | None) -> bool:
    """Whether one of this album's files was answered; the others come as messages of their own."""
    return album is not None and before.get("answered") == album


async def note_answered(state: FSMContext, album: str | None) -> None:
    """Let the other files of an album go unanswered."""
    if album is not None:
        await state.update_data(answered=album)
