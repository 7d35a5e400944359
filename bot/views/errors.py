"""Words for refusals and troubles: what happened, and the way out."""

from aiogram.utils.formatting import Bold, Text

from bot.i18n import _
from bot.saying import keyboards, taps
from bot.saying.replies import Saying
from bot.saying.wording import compose, day, digits, isolate, moment, number
from bot.views import members, preferences
from council import errors


def refusal(error: errors.CouncilError, zone: str) -> Saying:
    """A rule said no: the plain sentence for it."""
    if isinstance(error, errors.NotAMemberError):
        return members.stranger()
    if isinstance(error, errors.AlreadyDecidedError):
        return Saying(
            compose(
                _("{who} decided this already, {when}."),
                who=isolate(error.who),
                when=moment(error.at, zone),
            )
        )
    if isinstance(error, errors.MinutesKnownError):
        past = keyboards.button(_("🗂 Published minutes"), taps.DraftStep(do="past", id=0))
        return Saying(Text(known(error)), keyboards.keyboard([[past]]))
    if isinstance(error, errors.FileRefusedError):
        return Saying(Text(unread(error.why)))
    if isinstance(error, errors.NotLaterError):
        return not_later(error)
    if isinstance(error, errors.PutOffTooLongError):
        words = _("Reminders wait until {date} at the latest. Type a nearer day.")
        return Saying(compose(words, date=day(error.last)))
    if isinstance(error, errors.GroupTakenError):
        words = _("This group is bound to {body} already; unbind it first with /bind in private.")
        return Saying(compose(words, body=Bold(isolate(error.body_name))))
    if isinstance(error, errors.HourIsQuietError):
        return hour_is_quiet(error)
    return Saying(Text(sentence(error)))


def hour_is_quiet(error: errors.HourIsQuietError) -> Saying:
    """An hour, or quiet hours, that would keep the reminder from being said."""
    words = _(
        "The reminder of {hour} would fall in the quiet hours, {quiet}. Choose another hour, or "
        "change the quiet hours first."
    )
    quiet = preferences.span(error.first, error.last)
    return Saying(compose(words, hour=preferences.clock_hour(error.hour), quiet=quiet))


def not_later(error: errors.NotLaterError) -> Saying:
    """More time until a day that gives none."""
    words = (
        _("The present deadline is {date}. Type a later day.")
        if error.is_deadline
        else _("Today is {date}. Type a later day.")
    )
    return Saying(compose(words, date=day(error.than)))


def unread(why: errors.FileFault) -> str:
    """Why a file of minutes could not be read, and what to send instead."""
    sentences = {
        errors.FileFault.LOCKED: _(
            "This file is locked with a password. Save it without one and send it again."
        ),
        errors.FileFault.SCANNED: _(
            "This PDF holds pictures of pages, and I cannot read writing in pictures. Send the "
            "Word file, or paste the text."
        ),
        errors.FileFault.DAMAGED: _(
            "This file is damaged, and I cannot open it. Save it anew, or paste its text here."
        ),
        errors.FileFault.BOMB: _(
            "Reading this file takes more time or memory than minutes should. Paste its text here."
        ),
        errors.FileFault.TOO_MANY_PAGES: _(
            "This file has more pages than minutes do. Send one session at a time."
        ),
        errors.FileFault.OLD_WORD: _(
            "I cannot open old Word files (.doc) here. Save it as .docx, or paste its text."
        ),
        errors.FileFault.OTHER_KIND: _(
            "This is no file of minutes. I read Word (.docx), PDF and text files, and pasted text."
        ),
    }
    return sentences[why]


def known(error: errors.MinutesKnownError) -> str:
    """The same document came before."""
    if error.meeting_number:
        return _("These minutes were published before, as session {number}.").format(
            number=number(error.meeting_number)
        )
    return _("These minutes were published before.")


def sentence(error: errors.CouncilError) -> str:
    """The sentence for a refusal that needs no figures."""
    sentences: dict[type[errors.CouncilError], str] = {
        errors.NotAllowedError: _("Your role does not include this. Your secretariat can help."),
        errors.NotFoundError: _("I could not find that. It may have changed; search for it again."),
        errors.AlreadyMemberError: _("You belong to this council already. /help shows what I do."),
        errors.ItemClosedError: _(
            "This item has been closed or changed meanwhile. Its card shows how it stands now."
        ),
        errors.OwnReportError: _("You reported this yourself; somebody else must review it."),
        errors.DraftClosedError: _("This draft was published or thrown away meanwhile. /minutes"),
        errors.DraftChangedError: _("The draft was changed meanwhile. Look at it again: /minutes"),
        errors.EmptyMinutesError: _(
            "There is no text in it. Paste the minutes, or send a Word, PDF or text file."
        ),
        errors.NotTextError: _(
            "I cannot read this file. Open it, copy its text and paste it here."
        ),
        errors.LetterheadRefusedError: _(
            "I cannot use this file: a template is a .docx of at most 3 MB, an emblem a .png or "
            ".jpg of at most 1 MB."
        ),
        errors.TooLongError: _("That is longer than minutes are. Send one session at a time."),
        errors.NothingFoundError: _("No resolution is left to publish. Take one back in first."),
        errors.HourNotUsableError: _(
            "I did not understand that hour. Full hours only: “10”, or “22 to 7” for quiet hours."
        ),
        errors.LeaveNotUsableError: _(
            "A leave begins today or later, ends after it begins, and lasts half a year at most."
        ),
        errors.SettingNotUsableError: _(
            "This setting does not take that value. Tap one of the buttons."
        ),
        errors.DateNotUnderstoodError: _("I did not understand that as a date. Try “1405/10/30”."),
        errors.WeekdayDiffersError: _(
            "The day of the week does not fit that date. Type one of the two alone."
        ),
        errors.YearMissingError: _(
            "That day has passed. If you mean next year, type the year too, for example "
            "“1406/08/01”."
        ),
        errors.MomentNotUnderstoodError: _(
            "I did not understand that as a day and an hour. Type both, for example “Saturday at "
            "10”."
        ),
        errors.MomentPassedError: _("That time has passed. Type one that is still to come."),
        errors.NumberNotUnderstoodError: _(
            "I did not understand that as a number. Type it in figures or words, or go back with "
            "/start."
        ),
        errors.UndecidedError: _("Please say first whether the marked texts are resolutions."),
        errors.ReportedAlreadyError: _(
            "Somebody has reported on it already, so it can no longer be taken back. Correct it "
            "on its card instead."
        ),
        errors.NotConfirmedError: _(
            "That is not what I asked you to type; nothing has changed. Type it again, or leave it "
            "with /start."
        ),
        errors.OwnBroadcastError: _(
            "This is your own message. What others answer to it reaches you here."
        ),
        errors.AnswerNotPassedOnError: _(
            "I cannot pass this on to one person alone. Write to your body with /broadcast."
        ),
        errors.NotOwnContactError: _(
            "That is somebody else's number. Share your own with the button."
        ),
        errors.PhoneNotUnderstoodError: _(
            "I did not understand that as a mobile number. Type it as in “09121234567”."
        ),
        errors.AnsweredError: _("That was answered already; nothing more is to be done."),
        errors.RequestDecidedError: _("Somebody else answered this request already."),
        errors.TooLateError: _(
            "That can no longer be changed. Report again: the newest report counts."
        ),
        errors.NobodySecondsError: _(
            "Your council wants a second person for this, and nobody else could agree now. Invite "
            "another secretary first: /members"
        ),
        errors.ErasedAlreadyError: _(
            "This person's data were erased meanwhile; nothing is left to be done."
        ),
        errors.OwnRequestError: _("You asked for this yourself; a second person must agree."),
        errors.AskerGoneError: _(
            "Whoever asked for this no longer has the right to do it, so it cannot be done."
        ),
        errors.LastOneError: _(
            "A council keeps at least one admin and one secretary. Appoint another one first."
        ),
        errors.OneselfError: _(
            "Nobody changes their own rights; another secretary or the admin can."
        ),
        errors.RosterUnreadableError: _(
            "I found no roster in it: one heading must be “name”, with people below it."
        ),
        errors.RosterTooLargeError: _(
            "Reading this file takes more time or memory than a roster should. Copy the rows with"
            " the names into a new file and send that."
        ),
        errors.SynonymsNotUsableError: _(
            "Each line needs two to eight different words with = between them, such as:"
            " water company = abfa"
        ),
        errors.NameTakenError: _(
            "Another body goes by that name. Choose another, or merge the two."
        ),
        errors.ElsewhereTooError: _(
            "This person belongs to another council too. Remove them here; "
            "they can be erased once they have left there too."
        ),
        errors.BroadcastChangedError: _(
            "This message was sent, cancelled or changed meanwhile. See /broadcast."
        ),
        errors.ConfidentialTextError: _(
            "This is the text of a confidential resolution and cannot be broadcast. Write it "
            "without that text."
        ),
        errors.NobodyAddressedError: _("Nobody would receive it. Choose other recipients."),
        errors.SessionChangedError: _("This session was changed meanwhile. See /meetings."),
        errors.PutOffTooOftenError: _(
            "These reminders cannot be put off any further. Report how it stands instead."
        ),
        errors.PutOffUnclearError: _(
            "I did not understand until when they shall wait. Type a day or a length, for example "
            "“three days” or “Saturday”."
        ),
        errors.CodeRefusedError: _(
            "This code is not valid (any more). Get a new one with /bind in private."
        ),
    }
    return sentences.get(type(error)) or _(
        "That is not possible now. Open it again and see how it stands."
    )


def fault(reference: str) -> Saying:
    """Something of ours failed for good."""
    return Saying(
        compose(
            _("Sorry, I could not do that; nothing was saved. Tell your secretariat: {number}"),
            number=isolate(digits(reference)),
        )
    )


def patience() -> Saying:
    """The database is busy or away; what was sent is kept."""
    return Saying(
        Text(_("Your message has arrived and is kept. I am slow just now; the answer will follow."))
    )


def not_text() -> Saying:
    """A picture, sticker or unreadable file where minutes were expected."""
    return Saying(
        Text(
            _("I read minutes as text or as a Word, PDF or .txt file. Please send them like that.")
        )
    )


def big_file() -> Saying:
    """A file that is too large for minutes."""
    return Saying(Text(_("This file is too large for minutes. Send one session, up to 20 MB.")))


def not_fetched() -> Saying:
    """A file that Telegram did not hand over."""
    return Saying(Text(_("I could not fetch the file from Telegram. Please send it again.")))


def too_fast() -> Saying:
    """Somebody sends more than a person can."""
    return Saying(Text(_("That was a lot at once. Wait a moment, then go on.")))


def enough_for_today() -> Saying:
    """Somebody has looked up more in a day than anybody reads."""
    return Saying(
        Text(
            _(
                "You have searched a great deal today; search opens again tomorrow. Your own "
                "work is here as ever: /my"
            )
        )
    )


def old_button() -> Saying:
    """A button whose data no longer means anything."""
    return Saying(Text(_("This button is from an older version. Search again or see /my.")))


def command_meant(command: str) -> Saying:
    """A command in other letters, or by another of its names."""
    return Saying(
        compose(_("There is no such command. Did you mean {command}?"), command=f"/{command}")
    )


def what_was_that() -> Saying:
    """Something that cannot be searched for."""
    return Saying(
        Text(_("Type the words you are looking for, or reply to a card to report. /help"))
    )
