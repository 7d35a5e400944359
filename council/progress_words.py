"""Understands what somebody reports in their own words: is it a report, what state, how much."""

import re
from dataclasses import dataclass

from council import text
from storage.words import ProgressStatus

_PERCENT = re.compile(r"(?<!\d)(\d{1,3})\s*(?:٪|%|درصد)|(?:٪|%)\s*(\d{1,3})(?!\d)")
_NOT_DONE = re.compile(
    r"(?:انجام|اجرا|تمام|کامل|تکمیل|محقق|عملی|ارسال|حل)\s*(?:ن(?:شد|شده|گردید|گرفت|یست|می)|نمی)"
    r"|هنوز .{0,30}(?:نشد|نکرد|نداد|نرسید|ندار)"
)
_NOT_STARTED = re.compile(r"(?:شروع|اغاز) (?:نشد|نکرد)|اقدامی (?:نشد|نکرد|صورت نگرفت)")
_FUTURE = re.compile(
    r"خواهد|خواهیم|خواهند|قرار است|می ?شود|می ?کنیم|می ?دهیم|می ?گردد|شنبه.* انجام می"
)
_BLOCKED = re.compile(
    r"متوقف|معطل|مانع|موانع|منتظر|در انتظار|نیاز به|نیازمند|کمبود|همکاری نمی"
    r"|پاسخ ندا|پاسخی نرسید|بدون پاسخ"
)
_DONE = re.compile(
    r"(?:انجام|اجرا|تمام|کامل|تکمیل|محقق|عملی) (?:شد|شده|گردید|گرفت|است)"
    r"|به (?:پایان|اتمام|انجام) رسید|خاتمه یافت|پایان یافت"
)
_RUNNING = re.compile(r"در (?:دست|حال) |(?:شروع|اغاز) (?:شد|کرد)|پیگیری|بخشی|نیمی|نصف|تقریبا")
_PARTIAL = re.compile(r"بخشی|قسمتی|نیمی|نصف|تقریبا|تا حدی|مرحله اول|فاز اول|گزارش اول|نسبتا")
_NOT_OURS = re.compile(r"در حیطه (?:وظایف )?.{0,20}نیست|خارج از وظایف|به ما مربوط ن|مربوط به ما ن")
_THANKS = re.compile(
    r"^(?:با )?(?:سلام|درود|ممنون|متشکر|سپاس|تشکر|مرسی|چشم|باشه|اوکی|ok|خسته نباشید|دریافت شد|"
    r"رویت شد|بسیار عالی|احسنت|حتما|با احترام|لطف کردید)[\s\w!.،؛👍🙏🌹]{0,25}$"
)


@dataclass(frozen=True)
class Said:
    """What a reply reports; `unsure` means the person should be asked, once, with buttons."""

    is_update: bool
    status: ProgressStatus | None
    percent: int | None
    unsure: bool


def understand(reply: str) -> Said:
    """Read a reply. "Done" is only ever said of what was reported as finished, in the past,
    without a negation and not in part."""
    folded = _fold(reply)
    percent = _percent(folded)
    if not folded or (percent is None and _THANKS.match(folded)):
        return Said(is_update=False, status=None, percent=None, unsure=False)
    status = _status(folded, percent)
    return Said(is_update=True, status=status, percent=percent, unsure=status is None)


def _fold(reply: str) -> str:
    folded = text.fold(reply).replace(text.ZWNJ, " ").lower()
    return " ".join(folded.split())


def _percent(folded: str) -> int | None:
    match = _PERCENT.search(folded)
    if match is None:
        return None
    value = int(match[1] or match[2])
    return value if value <= 100 else None


def _status(folded: str, percent: int | None) -> ProgressStatus | None:
    if _NOT_OURS.search(folded):
        return ProgressStatus.NOT_ACTIONABLE
    if _BLOCKED.search(folded):
        return ProgressStatus.BLOCKED
    if _NOT_STARTED.search(folded):
        return ProgressStatus.NOT_STARTED
    if percent is not None and percent < 100:
        return ProgressStatus.IN_PROGRESS
    denied = _NOT_DONE.search(folded) or _FUTURE.search(folded)
    if denied or _PARTIAL.search(folded):
        return ProgressStatus.IN_PROGRESS
    if percent == 100 or _DONE.search(folded):
        return ProgressStatus.REPORTED_DONE
    if _RUNNING.search(folded):
        return ProgressStatus.IN_PROGRESS
    return None
