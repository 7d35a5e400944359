"""When an item is spoken of and to whom: policies, plans, and what the clock asks."""
