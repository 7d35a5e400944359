"""Reading what people report in their own words."""

from council.reports.alone import NO_UPDATE, Said
from council.reports.changed import said_anew
from council.reports.more_time import asks_for_time, asks_to_wait, wants_reminder, wants_time
from council.reports.several import parts_of
from council.reports.shares import share_alone
from council.reports.understanding import understand

__all__ = [
    "NO_UPDATE",
    "Said",
    "asks_for_time",
    "asks_to_wait",
    "parts_of",
    "said_anew",
    "share_alone",
    "understand",
    "wants_reminder",
    "wants_time",
]
