"""What a tap means on the way to numbers, pictures and reports; see `taps.py`."""

from aiogram.filters.callback_data import CallbackData

from council.figures.stats import Scope


class StatsStep(CallbackData, prefix="st"):
    """A step among the numbers of a council: a screen, of whose items, held when, which number."""

    do: str
    council: int
    body: int = 0
    year: int = -1
    quarter: int = 0
    what: str = ""
    page: int = 0

    @property
    def scope(self) -> Scope:
        """What the numbers are asked of."""
        return Scope(body=self.body, year=self.year, quarter=self.quarter)


class ReportStep(CallbackData, prefix="fr"):
    """A step towards a follow-up report: which sessions (and their number), whose and which items;
    `at` is a page of bodies."""

    do: str
    which: str = "n"
    n: int = 0
    body: int = 0
    only: str = "e"
    at: int = 0


class LetterheadStep(CallbackData, prefix="lh"):
    """A step with the template and emblem of the reports; `n` is a file that was tried out."""

    do: str
    part: str = ""
    n: int = 0
