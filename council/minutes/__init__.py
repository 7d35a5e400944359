"""Reads minutes: text in, a proposal of what was resolved out."""
