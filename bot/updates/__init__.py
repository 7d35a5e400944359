"""From Telegram to a handler: received, kept, in its turn, by whom, and whether it may."""
