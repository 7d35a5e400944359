"""Where one document holds the minutes of several sessions."""


def session_texts(text: str) -> tuple[str, ...]:
    """Return the text of each session, in order; the whole text where there is one."""
    return (text,)
