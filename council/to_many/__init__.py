"""Messages to many: written, let go, accounted for, and answered."""
