"""What a process of the product loads before its first answer; the fork server has it loaded."""

import bot.cli
import bot.demo
import bot.importing
import bot.playing
from council.text import common_words

__all__ = ["bot"]
common_words()
