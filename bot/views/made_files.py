"""Words under a file that the bot made for somebody."""

from aiogram.utils.formatting import Text

from bot.i18n import _
from bot.replies import Saying
from bot.wording import compose, isolate
from storage.made_files import FileToSend


def ready(made: FileToSend, council_name: str) -> Saying:
    """The file, and which council's it is."""
    caption: Text = compose(
        _("{file} · {council}"), file=isolate(made.name), council=isolate(council_name)
    )
    return Saying(caption, made=made)
