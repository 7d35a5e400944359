"""The follow-up report: its scope, its content, and the letterhead it goes out on."""
