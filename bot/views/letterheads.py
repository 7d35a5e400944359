"""Words for a council's own template and emblem."""

from aiogram.utils.formatting import Bold, Text

from bot.i18n import _
from bot.saying import keyboards
from bot.saying.keyboards import button
from bot.saying.paper_taps import LetterheadStep, ReportStep
from bot.saying.replies import Saying
from bot.saying.wording import compose, isolate, lines
from council.followup.letterheads import Letterhead, Part


def letterhead(found: Letterhead) -> Saying:
    """What is set, and what can be done about it."""
    template = (
        compose(_("Template: your own ({file})"), file=isolate(found.template_name or ""))
        if found.template
        else _("Template: the standard one")
    )
    rows: list[keyboards.Row] = [
        [button(_("⬇️ Get the template"), LetterheadStep(do="fetch"))],
        [button(_("⬆️ Send a template"), _step("send", Part.TEMPLATE))],
        [button(_("🖼 Send an emblem"), _step("send", Part.EMBLEM))],
    ]
    if found.template:
        rows.append([button(_("↩️ Back to the standard template"), _step("drop", Part.TEMPLATE))])
    if found.emblem:
        rows.append([button(_("✕ Without the emblem"), _step("drop", Part.EMBLEM))])
    rows.append([button(_("◀ Back"), ReportStep(do="list"))])
    return Saying(
        lines(
            Bold(_("⚙️ Template and emblem of the reports")),
            template,
            _("Emblem: set") if found.emblem else _("Emblem: none"),
            "",
            _("Get the template, change it in Word as you like, and send it back to me."),
        ),
        keyboards.keyboard(rows),
    )


def _step(do: str, part: Part, n: int = 0) -> LetterheadStep:
    return LetterheadStep(do=do, part=part.value, n=n)


def ask(part: Part) -> Saying:
    """Ask for the file."""
    words = (
        _("Send the changed template as a file of at most 3 MB.")
        if part is Part.TEMPLATE
        else _("Send the emblem as a file, not as a photo: at most 1 MB.")
    )
    return Saying(
        lines(words, _("I make a sample with it first; nothing changes until you say so.")),
        keyboards.keyboard([[button(_("◀ Back"), LetterheadStep(do="see"))]]),
    )


def on_its_way() -> str:
    """The template comes."""
    return _("The template is on its way.")


def being_tried() -> Saying:
    """Said while the sample is made."""
    return Saying(Text(_("⏳ I make a sample with it…")))


def sample(part: Part, file_id: int) -> Saying:
    """Under the sample."""
    return Saying(
        Text(_("A sample with what you sent. Shall reports look like this from now on?")),
        keyboards.keyboard(
            [
                [
                    button(_("✅ Use it"), _step("take", part, file_id)),
                    button(_("No"), LetterheadStep(do="see")),
                ]
            ]
        ),
    )


def refused(part: Part) -> Saying:
    """No sample could be made: nothing has changed."""
    words = (
        _("This template cannot be filled: a name or an instruction in braces is wrong.")
        if part is Part.TEMPLATE
        else _("This picture cannot be read.")
    )
    return Saying(
        lines(
            Bold(words),
            _("What was set before stays. Get the template again and change less at a time."),
        ),
        keyboards.keyboard([[button(_("⚙️ Template and emblem"), LetterheadStep(do="see"))]]),
    )


def template_caption() -> Text:
    """Under the template that is handed out."""
    return Text(_("What is in braces gets filled in. Keep it as it is and change the rest."))


def taken() -> str:
    """It is set."""
    return _("From now on the reports look like this.")
