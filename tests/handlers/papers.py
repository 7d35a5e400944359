"""Documents that the conversation's tests bring to the bot."""

from pathlib import Path

import simulator

SCENES = Path(simulator.__file__).parent / "scenes"

SHORT = """صورت‌جلسه پنجمین جلسه هیأت نمایندگان اتاق بازرگانی اصفهان
تاریخ: یکشنبه ۲۴ آبان ۱۴۰۵

مصوبات:
۱- مقرر شد واحد بررسی‌های اقتصادی ظرف دو هفته از ابلاغ، فهرست تعرفه‌های پیشنهادی صادرات را تهیه کند.
"""
"""One resolution with one item, 5/1, due two weeks after it is published."""


def document(name: str) -> bytes:
    """The retold document that ships with the project."""
    return (SCENES / name).read_bytes()
