"""How a renderer says that it cannot use what it was given."""


class RefusedError(Exception):
    """The input is no good, and why in one word; raised inside the child."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
