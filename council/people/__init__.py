"""Who belongs to a council: coming in, being away, being seen, leaving."""
