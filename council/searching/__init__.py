"""Finding resolutions: what was typed, read as a search, and answered in pages."""
