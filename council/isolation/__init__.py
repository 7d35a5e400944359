"""Work in a process of its own, under limits, which may die of it."""
