"""What the bot says: one module per noun, each turning plain values into a message."""
