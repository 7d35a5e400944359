"""The application: start, settings, wiring, and what both doors share."""

import sys

from bot.service.lightly import Finder

sys.meta_path.insert(0, Finder())  # before anything here imports aiogram
