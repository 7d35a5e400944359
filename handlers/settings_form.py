"""What stands open where settings are changed."""

from aiogram.fsm.state import State, StatesGroup


class SettingsForm(StatesGroup):
    """Which screen is open: one of buttons only, or one that takes a value of one's own too."""

    screen = State()
    value = State()
    leave = State()
    policy = State()
