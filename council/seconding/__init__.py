"""Deeds that take a second person: what they are, asking, and what comes of it."""
