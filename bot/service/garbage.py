"""How often the garbage collector looks in a process that runs for long."""

import gc

LITTER = 20_000, 20, 50
"""So many new objects, and so many looks at them, before it looks, looks further and looks at all:
an update leaves a few thousand, and next to none of them in a circle."""


def keep_what_is_loaded() -> None:
    """Nothing that is loaded by now is ever thrown away, so it need not be looked at again."""
    gc.freeze()
    gc.set_threshold(*LITTER)
