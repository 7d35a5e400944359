"""News of followed resolutions: at once, or in the digest where somebody chose that."""

from tests.handlers.test_preferences import open_setting
from tests.town import Town, plain


async def test_news_of_what_one_follows_waits_for_the_digest_if_so_set(single: Town) -> None:
    unit, member = single.person("واحد بررسی"), single.person("عضو هیأت")
    await unit.says("5/1")
    await member.says("/follow 5/1")
    await open_setting(member, "خبر دنبال‌شده‌ها")
    assert "نخست خلاصهٔ روزانه یا هفتگی" in await member.taps("در خلاصه")
    assert "خبر دنبال‌شده‌ها: همان لحظه" in await member.taps("هر روز کاری")
    await open_setting(member, "خبر دنبال‌شده‌ها")
    assert "خبر دنبال‌شده‌ها: در خلاصه" in await member.taps("در خلاصه")
    heard = len(member.messages)

    await unit.replies(unit.message_with("مصوبهٔ"), "۴۰٪ انجام شد")
    assert len(member.messages) == heard
    await single.passes(days=1)
    digest = plain(member.last.text)
    assert "تازه‌های دنبال‌شده‌ها" in digest
    assert "۵/۱" in " ".join(member.labels())
    heard = len(member.messages)
    await single.passes(days=1)
    assert len(member.messages) == heard  # told once

    await unit.replies(unit.message_with("مصوبهٔ"), "۵۰٪ انجام شد")
    await single.passes(minutes=5)
    assert len(member.messages) == heard
    await open_setting(member, "خلاصهٔ من")
    assert "خبر دنبال‌شده‌ها: همان لحظه" in await member.taps("ندارد")
    assert "تغییری در" in plain(member.last.text)  # what waited is not lost


async def test_the_cards_button_says_what_it_would_do_and_changes_with_it(single: Town) -> None:
    member = single.person("عضو هیأت")
    await member.says("5/1")
    shown = len(member.messages)

    assert "دنبال می‌کنید" in await member.taps("🔔 دنبال کردن")
    assert "دیگر" in await member.taps("🔕 دیگر دنبال نکردن")

    assert "🔔 دنبال کردن" in member.labels()
    assert len(member.messages) == shown
