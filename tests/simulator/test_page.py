"""The page in a real Chromium: talk, press, reply, upload, move the clock, at two sizes."""

import asyncio
import base64
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
import pytest_asyncio
from aiogram import Bot, Dispatcher, F
from aiogram.types import (
    BotCommand,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InputTextMessageContent,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
)
from aiogram.utils.formatting import BlockQuote, Bold, Code, TextLink, as_list

from tests.browser import needs_chromium, window
from tests.simulator.conftest import serving

from playwright.async_api import Browser, Page, Route, expect  # isort: skip

from simulator.in_process import AiogramSession
from simulator.model import Chat, Person
from simulator.server import RunningServer
from simulator.world import World

UNNAMED_CONTROLS = """() => [...document.querySelectorAll('button, a, input, textarea, [tabindex]')]
  .filter((control) => !(control.getAttribute('aria-label') || control.textContent.trim()))
  .map((control) => control.outerHTML)"""
KEYBOARD = InlineKeyboardMarkup(
    inline_keyboard=[
        [
            InlineKeyboardButton(text="گزارش پیشرفت", callback_data="progress"),
            InlineKeyboardButton(text="سابقه", callback_data="history"),
        ]
    ]
)
# The smallest picture there is.
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
DESKTOP, PHONE, SMALL = (1280, 800), (390, 844), (360, 640)
pytestmark = needs_chromium


@dataclass
class Watched:
    """A page, and what went wrong on it."""

    page: Page
    troubles: list[str] = field(default_factory=list)


@pytest_asyncio.fixture(loop_scope="session")
async def server(world: World) -> AsyncIterator[RunningServer]:
    async with serving(world) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def watched(
    request: pytest.FixtureRequest,
    server: RunningServer,
    aida: Person,
    group: Chat,
    chromium: Browser,
) -> AsyncIterator[Watched]:
    async with window(chromium, getattr(request, "param", DESKTOP)) as page:
        seen = Watched(page)
        page.on("console", lambda m: seen.troubles.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: seen.troubles.append(str(error)))
        page.on("request", lambda r: _note_outside(seen, server, r.url))
        yield seen


def _note_outside(seen: Watched, server: RunningServer, url: str) -> None:
    if not url.startswith((server.base_url, "data:")):
        seen.troubles.append(f"outside request: {url}")


@pytest_asyncio.fixture(loop_scope="session")
async def clerk(world: World) -> AsyncIterator[None]:
    """Run a bot that answers with a card, and changes it when its button is pressed."""
    dispatcher = Dispatcher()
    card = as_list(
        Bold("مصوبهٔ ۱"),
        BlockQuote("گزارش دو هفتگی"),
        Code("72/3"),
        TextLink("نشانی", url="https://a.ir"),
    )

    @dispatcher.callback_query()
    async def on_press(query: CallbackQuery) -> None:
        assert isinstance(query.message, Message)
        if query.data == "history":
            await query.answer("سابقه‌ای نیست.", show_alert=True)
            return
        await query.answer("ثبت شد")
        await query.message.edit_text("پیشرفت: ۶۰٪", reply_markup=KEYBOARD)

    @dispatcher.inline_query()
    async def on_inline(query: InlineQuery) -> None:
        words = InputTextMessageContent(message_text=f"{query.query} دو هفتگی")
        found = InlineQueryResultArticle(id="1", title="مصوبهٔ ۱/۱", input_message_content=words)
        await query.answer([found])

    @dispatcher.message(F.document)
    async def on_document(message: Message) -> None:
        assert message.document is not None
        await message.reply(f"رسید: {message.document.file_name}")

    @dispatcher.message(F.reply_to_message)
    async def on_reply(message: Message) -> None:
        rows = [[KeyboardButton(text="کارهای من")]]
        await message.answer("گزارش رسید", reply_markup=ReplyKeyboardMarkup(keyboard=rows))

    @dispatcher.message()
    async def on_text(message: Message) -> None:
        await message.answer(**card.as_kwargs(), reply_markup=KEYBOARD)

    bot = Bot(world.token, session=AiogramSession(world))
    await bot.set_my_commands([BotCommand(command="my", description="فهرست کارها")])
    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False))
    yield
    await dispatcher.stop_polling()
    await polling


async def choose(page: Page, name: str) -> None:
    """Choose a person on the desk, which is folded away on a phone."""
    opener = page.locator(".desk-open:visible")
    if await opener.count():
        await opener.click()
    await page.locator("#people").get_by_role("button", name=name).click()


@pytest.mark.parametrize("watched", [DESKTOP, PHONE], indirect=True)
async def test_talk_press_reply_and_upload(
    watched: Watched, server: RunningServer, clerk: None
) -> None:
    page = watched.page
    await page.goto(server.base_url)
    await page.get_by_label("متن پیام").fill("گزارش")
    await page.get_by_role("button", name="فرستادن", exact=True).click()

    card = page.locator(".message", has_text="مصوبهٔ ۱")
    await expect(card.locator("strong")).to_have_text("مصوبهٔ ۱")
    await expect(card.locator("blockquote")).to_have_text("گزارش دو هفتگی")
    assert await card.locator("code").inner_text() == "72/3"
    assert await card.locator(".words a").get_attribute("href") == "https://a.ir"

    await card.get_by_role("button", name="سابقه").click()
    await expect(page.locator("dialog")).to_contain_text("سابقه‌ای نیست.")
    await page.get_by_role("button", name="باشد").click()
    await card.get_by_role("button", name="گزارش پیشرفت").click()
    await expect(page.locator("#toast")).to_have_text("ثبت شد")
    changed = page.locator(".message", has_text="پیشرفت: ۶۰٪")
    await expect(changed.locator(".meta")).to_contain_text("ویرایش‌شده")

    await changed.locator(".words").click()
    await page.get_by_role("menuitem", name="پاسخ").click()
    await expect(page.locator("#quoting")).to_contain_text("پیشرفت: ۶۰٪")
    await page.get_by_label("متن پیام").fill("۷۰٪ انجام شد")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message.mine .quote").last).to_contain_text("پیشرفت: ۶۰٪")
    await expect(page.locator(".message").last).to_contain_text("گزارش رسید")
    await expect(page.locator("#reply-keyboard button")).to_have_text("کارهای من")

    await page.get_by_role("button", name="پیوست").click()
    await page.get_by_role("menuitem", name="صورت‌جلسهٔ نمونه").click()
    await expect(page.locator(".message").last).to_contain_text("رسید: minutes.txt")
    await page.get_by_role("button", name="فهرست دستورها").click()
    await page.get_by_role("menuitem", name="فهرست کارها").click()
    await expect(page.locator(".message.mine").last).to_contain_text("/my")

    assert await page.evaluate(UNNAMED_CONTROLS) == []
    assert watched.troubles == []


@pytest.mark.parametrize("watched", [DESKTOP, SMALL], indirect=True)
async def test_persons_unread_block_and_clock(
    watched: Watched, server: RunningServer, world: World, aida: Person, babak: Person, group: Chat
) -> None:
    page = watched.page
    await page.goto(server.base_url)
    await expect(page.locator("#chat-title")).to_have_text("مصوبه‌یار")
    world.say(babak, group, "سلام به همه")

    await expect(page.locator("#back-badge")).to_have_text("۱")
    await page.get_by_role("button", name="بازگشت به گفت‌وگوها").click()
    await page.locator("#chats").get_by_role("button", name="کمیسیون صنعت").click()
    await expect(page.locator(".message .who")).to_have_text("بابک")
    await expect(page.locator("#back-badge")).to_be_hidden()

    await choose(page, "بابک")
    await page.get_by_role("button", name="شروع", exact=True).click()
    await expect(page.locator(".message.mine")).to_contain_text("/start")
    world.block_bot(babak)
    await expect(page.get_by_role("button", name="رفع انسداد و شروع دوباره")).to_be_visible()

    before = world.clock.now()
    opener = page.locator(".desk-open:visible")
    if await opener.count():
        await opener.click()
    shown = await page.locator("#clock-day").inner_text()
    await page.get_by_role("button", name="فردا صبح").click()
    await expect(page.locator("#clock-time")).to_contain_text("۰۹:۰۰")
    assert await page.locator("#clock-day").inner_text() != shown
    assert re.search(r"[۰-۹]{4}$", shown)
    assert world.clock.now() > before
    await page.get_by_role("button", name="ساعت واقعی").click()
    await expect(page.locator("#clock-shift")).to_be_hidden()
    assert watched.troubles == []


async def test_chat_with_300_messages_opens_at_its_end(
    watched: Watched, server: RunningServer, world: World, aida: Person
) -> None:
    for number in range(300):
        world.say(aida, world.private_chat(aida), f"پیام {number} با کد 72/{number}")
    page = watched.page

    await page.goto(server.base_url)

    await expect(page.locator(".message")).to_have_count(300)
    await expect(page.locator(".message").last).to_contain_text("پیام 299")
    await expect(page.locator(".message").last).to_be_in_viewport()
    assert watched.troubles == []


async def test_message_that_overtakes_the_chat_it_is_in_is_shown(
    watched: Watched, server: RunningServer, world: World, aida: Person, group: Chat
) -> None:
    page = watched.page
    await page.goto(server.base_url)
    await expect(page.locator("#chat-title")).to_have_text("مصوبه‌یار")
    overtaken: list[str] = []

    async def answer_late(route: Route) -> None:
        answer = await route.fetch()
        if not overtaken:
            overtaken.append(route.request.url)
            world.say(aida, group, "همین حالا")
            await expect(page.locator(".message")).to_contain_text("همین حالا")
        await route.fulfill(response=answer)

    await page.route("**/sim/chats/*person=*", answer_late)
    await page.get_by_role("button", name="بازگشت به گفت‌وگوها").click()
    await page.locator("#chats").get_by_role("button", name="کمیسیون صنعت").click()

    await expect(page.locator("#chat-title")).to_have_text("کمیسیون صنعت")
    await expect(page.locator(".message")).to_have_text(re.compile("همین حالا"))
    assert len(overtaken) == 1
    assert watched.troubles == []


async def test_message_text_is_never_markup(
    watched: Watched, server: RunningServer, world: World, aida: Person
) -> None:
    text = '<img src=x onerror=alert(1)> & "نقل" \u202eabc <b>'
    world.say(aida, world.private_chat(aida), text)
    page = watched.page

    await page.goto(server.base_url)

    shown = await page.locator(".message .words").inner_text()
    assert shown == '<img src=x onerror=alert(1)> & "نقل" abc <b>'
    assert await page.locator(".message img").count() == 0


@pytest.mark.parametrize("watched", [PHONE], indirect=True)
async def test_desk_disturbs_looks_behind_and_makes_a_group(
    watched: Watched, server: RunningServer, world: World, aida: Person, clerk: None
) -> None:
    page = watched.page
    await page.goto(server.base_url)
    await page.locator(".desk-open:visible").click()

    await page.get_by_role("button", name="قطع شبکه").click()
    await expect(page.locator("#weather")).to_contain_text("نمی‌رسد")
    world.say(aida, world.private_chat(aida), "کسی هست؟")
    await page.get_by_role("button", name="قطع شبکه").click()
    await expect(page.locator("#weather")).to_contain_text("به هم می‌رسند")
    await expect(page.locator("#backstage")).to_contain_text("مصوبهٔ ۱")
    await expect(page.locator("#tab-waiting")).to_have_text("در صف ربات (۱)")
    await page.get_by_role("tab", name="در صف ربات").click()
    await expect(page.locator("#backstage")).to_contain_text("یادآوری")

    await page.get_by_role("button", name="یک دقیقه شلوغی").click()
    await expect(page.locator("#weather")).to_contain_text("شلوغ است")
    assert world.faults.busy_until is not None
    await page.get_by_role("button", name="−۱ روز").click()
    await expect(page.locator("#clock-shift")).to_have_text("۱ روز عقب‌تر")

    await page.get_by_role("button", name="نمای روشن یا تیره").click()
    assert await page.locator("html").get_attribute("data-theme") == "dark"
    await page.get_by_role("button", name="گروه تازه با ربات").click()
    await page.get_by_role("button", name="بستن میز کنترل").click()
    await page.get_by_role("button", name="بازگشت به گفت‌وگوها").click()
    await page.locator("#chats").get_by_role("button", name="گروه تازهٔ آیدا کریمی").click()
    await expect(page.locator(".pill").last).to_contain_text("به گروه پیوست")
    assert await page.evaluate(UNNAMED_CONTROLS) == []
    assert watched.troubles == []


@pytest.mark.parametrize("watched", [SMALL], indirect=True)
async def test_writes_as_the_group_and_as_a_channel_and_sends_an_album(
    watched: Watched, server: RunningServer, world: World, aida: Person, group: Chat
) -> None:
    page = watched.page
    await page.goto(server.base_url)
    await expect(page.locator("#voice")).to_be_hidden()
    await page.locator(".desk-open:visible").click()
    await page.get_by_role("button", name="کانال تازه").click()
    await page.get_by_role("button", name="بستن میز کنترل").click()
    await page.get_by_role("button", name="بازگشت به گفت‌وگوها").click()
    await page.locator("#chats").get_by_role("button", name="کمیسیون صنعت").click()

    for note, title in (("ناشناس", group.title), ("کانال من", "کانال آیدا کریمی")):
        await page.locator("#voice").click()
        await page.get_by_role("menuitem", name=note).click()
        await page.get_by_label("متن پیام").fill(f"از {title}")
        await page.keyboard.press("Enter")
        said = page.locator(".message.mine").last
        await expect(said.locator(".words")).to_have_text(f"از {title}")
        await expect(said.locator(".who")).to_have_text(title)
    pictures = [{"name": f"{n}.png", "mimeType": "image/png", "buffer": DOT} for n in range(3)]
    await page.get_by_label("متن پیام").fill("سه صفحه")
    await page.get_by_role("button", name="پیوست").click()
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("menuitem", name="انتخاب عکس").click()
    await (await chooser.value).set_files(pictures)  # type: ignore[arg-type]  # plain dicts will do
    await expect(page.locator(".message .photo")).to_have_count(3)
    await expect(page.locator(".message.album")).to_have_count(2)

    spoken = world.messages(group)
    assert [message.sender_chat for message in spoken[:2]] == [group.id, min(world.chats)]
    assert len({message.media_group for message in spoken[2:]} - {None}) == 1
    assert [message.text for message in spoken[2:]] == ["سه صفحه", "", ""]
    assert await page.evaluate(UNNAMED_CONTROLS) == []
    assert watched.troubles == []


async def test_page_says_what_is_being_made_ready(
    watched: Watched, server: RunningServer, world: World, aida: Person
) -> None:
    world.prepare("نشست ۱ از ۲۴")
    page = watched.page
    await page.goto(server.base_url)
    await expect(page.locator("#preparing")).to_have_text("نشست ۱ از ۲۴")
    world.prepare("نشست ۲ از ۲۴")
    await expect(page.locator("#preparing")).to_have_text("نشست ۲ از ۲۴")
    world.say(aida, world.private_chat(aida), "سلام")
    late = world.add_person("داریوش", "راد", started=True)

    world.prepare("")

    await expect(page.locator("#preparing")).to_be_hidden()
    await expect(page.locator(".message")).to_contain_text("سلام")
    await expect(page.locator("#people")).to_contain_text(late.full_name)
    assert watched.troubles == []


async def test_inline_answer_is_chosen_where_it_was_asked(
    watched: Watched, server: RunningServer, world: World, group: Chat, clerk: None
) -> None:
    world.allow_inline()
    page = watched.page
    await page.goto(server.base_url)
    await page.get_by_role("button", name="بازگشت به گفت‌وگوها").click()
    await page.locator("#chats").get_by_role("button", name="کمیسیون صنعت").click()

    await page.get_by_label("متن پیام").fill("@mosavabe_demo_bot گزارش")
    await page.locator("#inline").get_by_role("button", name="مصوبهٔ ۱/۱").click()

    sent = page.locator(".message.mine").last
    await expect(sent).to_contain_text("گزارش دو هفتگی")
    await expect(sent).to_contain_text("از راه مصوبه‌یار")
    await expect(page.locator("#inline")).to_be_hidden()
    assert watched.troubles == []


async def test_inline_answer_that_overtakes_its_question_is_shown(
    watched: Watched, server: RunningServer, world: World, group: Chat, clerk: None
) -> None:
    world.allow_inline()
    page = watched.page

    async def answer_late(route: Route) -> None:
        answer = await route.fetch()
        await asyncio.sleep(0.5)
        await route.fulfill(response=answer)

    await page.route("**/sim/inline", answer_late)
    await page.goto(server.base_url)

    await page.get_by_label("متن پیام").fill("@mosavabe_demo_bot گزارش")

    offered = page.locator("#inline").get_by_role("button", name="مصوبهٔ ۱/۱")
    await expect(offered).to_be_visible()
    assert watched.troubles == []
