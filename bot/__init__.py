"""The application: start, settings, wiring, and what both doors share."""
