"""A local Telegram: Bot API server and phone page, for demo, training and tests."""
