"""Words for groups: binding them, and the one line for a group that is not bound."""

from collections.abc import Sequence

from aiogram.utils.formatting import Bold, Code, Text

from bot import keyboards
from bot.i18n import _
from bot.replies import Saying
from bot.wording import compose, isolate, lines
from council.groups import CODE_MINUTES
from storage.models import Body


def choose_body(bodies: Sequence[Body]) -> Saying:
    """Whose group is to be bound."""
    if not bodies:
        return Saying(Text(_("There are no bodies yet; they come with the first minutes.")))
    rows = [
        [keyboards.button(body.name, keyboards.Choose(what="body", value=str(body.id)))]
        for body in bodies
    ]
    return Saying(Text(_("Which body's group do you want to bind?")), keyboards.keyboard(rows))


def code(body_name: str, secret: str) -> Saying:
    """The one-time code and where it goes."""
    return Saying(
        lines(
            compose(_("Group of {body}:"), body=Bold(isolate(body_name))),
            _("1. Add me to the group."),
            compose(
                _("2. Send this there within {minutes} minutes; it works once:"),
                minutes=CODE_MINUTES,
            ),
            Code(f"/bind {secret}"),
        )
    )


def bound(body_name: str) -> Saying:
    """Said in the group after binding."""
    return Saying(
        lines(
            compose(_("This group is now bound to {body}."), body=Bold(isolate(body_name))),
            _("Its items come here; reply to one of them to report progress."),
        )
    )


def unbound() -> Saying:
    """The one neutral line for a group that nobody bound."""
    return Saying(Text(_("I work only in groups that the secretariat has bound.")))
