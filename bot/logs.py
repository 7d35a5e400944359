"""Logging: ids and outcomes; the token is taken out of every line, whoever wrote it."""

import logging

LOUD = (
    "aiogram.event",
    "aiohttp.access",
    "aiosqlite",
    "alembic",
    "apscheduler",
    "httpcore",
    "httpx",
    "telegram",
)


class _Scrubber(logging.Filter):
    """Replaces the secret in a finished line, tracebacks included."""

    def __init__(self, secret: str) -> None:
        super().__init__()
        self._secret = secret

    def filter(self, record: logging.LogRecord) -> bool:
        if self._secret:
            record.msg = record.getMessage().replace(self._secret, "<token>")
            record.args = None
            if record.exc_info and not record.exc_text:
                trace = logging.Formatter().formatException(record.exc_info)
                record.exc_text = trace.replace(self._secret, "<token>")
        return True


def set_up(level: str, secret: str) -> None:
    """Log to standard error; libraries that log addresses or whole updates are kept quiet."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.addFilter(_Scrubber(secret))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name in LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)
