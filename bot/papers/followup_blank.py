"""Hands out the template of the follow-up report itself, for a council to change."""

from bot.papers import followup_template
from bot.papers.followup import FollowUpPaper


def render(given: FollowUpPaper) -> bytes:
    """The council's own template, else ours in the reader's language."""
    return given.template or followup_template.build(persian=given.persian)
