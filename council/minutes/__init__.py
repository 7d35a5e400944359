"""Minutes: files and texts in, a proposal of what was resolved out; published or corrected."""
