"""Telegram's flood limits, off until switched on."""

import math
from collections import defaultdict, deque
from datetime import datetime, timedelta

from simulator.errors import too_many_requests

# https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
OVERALL_PER_SECOND = 30
CHAT_PER_SECOND = 1
GROUP_PER_MINUTE = 20


class FloodLimits:
    """Counts what the bot sends; raises 429 with the seconds to wait when it is too much."""

    def __init__(self) -> None:
        self.enabled = False
        self._sent: dict[str, deque[datetime]] = defaultdict(deque)

    def check(self, chat_id: int, now: datetime) -> None:
        """Count one message to the chat, or refuse it. Groups have ids below zero."""
        if not self.enabled:
            return
        rules = [("all", OVERALL_PER_SECOND, SECOND), (f"{chat_id}/s", CHAT_PER_SECOND, SECOND)]
        if chat_id < 0:
            rules.append((f"{chat_id}/m", GROUP_PER_MINUTE, MINUTE))
        waits = [self._wait(key, most, span, now) for key, most, span in rules]
        if any(waits):
            raise too_many_requests(max(1, math.ceil(max(waits))))
        for key, _, _ in rules:
            self._sent[key].append(now)

    def _wait(self, key: str, most: int, span: timedelta, now: datetime) -> float:
        sent = self._sent[key]
        while sent and not timedelta() <= now - sent[0] < span:  # also when the clock went back
            sent.popleft()
        return (sent[0] + span - now).total_seconds() if len(sent) >= most else 0.0
