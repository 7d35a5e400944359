"""Albums both ways, and messages in the name of groups and channels."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from simulator.errors import NotPossibleError
from simulator.model import Chat, Person, UploadedFile
from simulator.world import World

Ask = Callable[..., Awaitable[Any]]
FILES = {"a": UploadedFile("a.pdf", b"a"), "b": UploadedFile("b.pdf", b"b")}


def documents(*names: str) -> list[dict[str, str]]:
    return [{"type": "document", "media": f"attach://{name}"} for name in names]


async def test_album_goes_out_under_one_id(world: World, aida: Person, ask: Ask) -> None:
    media = documents("a", "b")
    media[1]["caption"] = "پیوست‌ها"

    sent = await ask("sendMediaGroup", files=FILES, chat_id=aida.id, media=media)

    assert [one["document"]["file_name"] for one in sent] == ["a.pdf", "b.pdf"]
    assert [one.get("caption") for one in sent] == [None, "پیوست‌ها"]
    assert len({one["media_group_id"] for one in sent}) == 1


@pytest.mark.parametrize(
    ("media", "why"),
    [
        (documents("a"), "media group must include 2-10 items"),
        (documents(*"ab" * 6), "media group must include 2-10 items"),
        (
            [*documents("a"), {"type": "photo", "media": "attach://b"}],
            "document can't be mixed with other media types",
        ),
        (documents("a", "none"), "there is no document in the request"),
    ],
)
async def test_unfit_album_is_refused_whole(
    world: World, aida: Person, ask: Ask, media: list[dict[str, str]], why: str
) -> None:
    refused = await ask("sendMediaGroup", files=FILES, chat_id=aida.id, media=media)

    assert refused == (400, f"Bad Request: {why}")
    assert world.messages(world.private_chat(aida)) == []


async def test_album_of_a_person_arrives_under_one_id(world: World, aida: Person, ask: Ask) -> None:
    for name in ("1.txt", "2.txt"):
        world.upload(aida, world.private_chat(aida), name, b"x", media_group="7")

    updates = await ask("getUpdates")
    assert [update["message"]["media_group_id"] for update in updates] == ["7", "7"]


async def test_anonymous_administrator_stays_unnamed(
    world: World, aida: Person, group: Chat, ask: Ask
) -> None:
    world.say(aida, group, "/my", sender_chat=group)

    message = (await ask("getUpdates"))[0]["message"]
    assert (message["from"]["username"], message["sender_chat"]["id"]) == (
        "GroupAnonymousBot",
        group.id,
    )
    assert "آیدا" not in str(message)


async def test_only_the_owner_speaks_as_the_group_or_the_channel(
    world: World, aida: Person, babak: Person, group: Chat
) -> None:
    channel = world.add_channel("کانال اتاق", aida, with_bot=True)
    assert world.voices(aida, group) == [group, channel]
    assert world.voices(aida, world.private_chat(aida)) == []

    for voice in (group, channel):
        with pytest.raises(NotPossibleError):
            world.say(babak, group, "/my", sender_chat=voice)
    assert world.messages(group) == []


async def test_eleven_files_go_out_as_an_album_of_ten_and_one_alone(
    world: World, aida: Person, ask: Ask
) -> None:
    files = [UploadedFile(f"{number}.pdf", b"x") for number in range(11)]

    world.upload_all(aida, world.private_chat(aida), files, caption="پیوست‌ها")

    told = [update["message"] for update in await ask("getUpdates")]
    albums = [message.get("media_group_id") for message in told]
    assert (len(set(albums[:10])), albums[10]) == (1, None)
    assert [message.get("caption") for message in told] == ["پیوست‌ها", *[None] * 10]


async def test_channel_speaks_in_a_group_and_in_itself(
    world: World, aida: Person, group: Chat, ask: Ask
) -> None:
    channel = world.add_channel("کانال اتاق", aida, with_bot=True)
    post = world.say(aida, channel, "اطلاعیه")
    world.edit(aida, post, "اطلاعیهٔ تازه")
    world.say(aida, group, "/my", sender_chat=channel)
    sent = await ask("sendMessage", chat_id=channel.id, text="از ربات")

    first, edited, in_group = await ask("getUpdates")
    assert (first["channel_post"]["text"], "from" in first["channel_post"]) == ("اطلاعیه", False)
    assert edited["edited_channel_post"]["text"] == "اطلاعیهٔ تازه"
    assert in_group["message"]["from"]["username"] == "Channel_Bot"
    assert in_group["message"]["sender_chat"]["title"] == "کانال اتاق"
    assert (sent["sender_chat"]["id"], "from" in sent) == (channel.id, False)


async def test_forward_names_the_channel_or_the_group_and_nobody(
    world: World, aida: Person, group: Chat, ask: Ask
) -> None:
    channel = world.add_channel("کانال اتاق", aida, with_bot=True)
    post = world.say(aida, channel, "اطلاعیه")
    hidden = world.say(aida, group, "نظر گروه", sender_chat=group)

    for message in (post, hidden):
        world.forward(aida, message, world.private_chat(aida))

    origins = [update["message"]["forward_origin"] for update in (await ask("getUpdates"))[1:]]
    assert [(origin["type"], "sender_user" in origin) for origin in origins] == [
        ("channel", False),
        ("chat", False),
    ]


async def test_comings_and_goings_are_told_to_an_administrator_that_asks(
    world: World, aida: Person, babak: Person, ask: Ask
) -> None:
    club = world.add_group("گروه تازه", [aida], with_bot=True)
    await ask("getUpdates", allowed_updates=["chat_member"])
    world.join(club, babak)
    world.promote_bot(club, aida)

    world.leave(club, babak)
    world.join(club, babak)

    changes = [update["chat_member"] for update in await ask("getUpdates")]
    assert [
        (change["old_chat_member"]["status"], change["new_chat_member"]["status"])
        for change in changes
    ] == [("member", "left"), ("left", "member")]
