"""What a report says after its author changed its words."""

from council.reports.alone import Said
from council.reports.understanding import understand
from storage.words import ProgressStatus


def said_anew(first: str, now: str, *, status: ProgressStatus, percent: int | None) -> Said:
    """Read a report whose words were `first` and are `now`.

    Where its status was read from the first words, the new ones are read instead of them. Where it
    was tapped, it stays as it was tapped: such words only explain it.
    """
    before = understand(first)
    share = 100 if before.status is ProgressStatus.REPORTED_DONE else before.percent
    was_read = not before.unsure and (before.status, share) == (status, percent)
    return understand(now) if was_read else Said(True, status, percent, unsure=False)
