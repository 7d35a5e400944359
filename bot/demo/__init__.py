"""The demo: the real bot against a local Telegram, with councils that have a story."""
