"""Replies to messages whose buttons or code alone say what they are about, behind all questions."""

from aiogram import F, Router

from bot.updates.gate import right
from handlers.replies import reply
from handlers.reply_targets import to_us

router = Router(name="unrecorded_replies")
router.message(F.reply_to_message, to_us, flags=right("report"))(reply)
