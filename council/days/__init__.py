"""Reads the days, hours and stretches of time that people print and type."""
