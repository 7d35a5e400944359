"""The door for the clock: reminders, digests, delivery, upkeep."""
