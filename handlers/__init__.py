"""The door for people: one module per conversation."""
