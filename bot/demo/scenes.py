"""The people and bodies of the demo: two councils as their own minutes name them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from council import bodies
from council.people import members
from simulator.model import Person as Phone
from simulator.world import World
from storage import groups
from storage.database import Database, Session
from storage.words import CouncilKind, Role


@dataclass(frozen=True)
class Cast:
    """Somebody in the story: what they are, and the body they speak for, if any."""

    first_name: str
    last_name: str
    role: Role
    label: str
    body: str | None = None


@dataclass(frozen=True)
class Scene:
    """A council with its people, and the body whose group is bound."""

    key: str
    council: str
    kind: CouncilKind
    province: str
    people: tuple[Cast, ...]
    group_title: str
    group_body: str
    document: str
    document_title: str


ISFAHAN = Scene(
    key="isfahan",
    council="هیأت نمایندگان اتاق بازرگانی اصفهان",
    kind=CouncilKind.CHAMBER,
    province="اصفهان",
    people=(
        Cast("مریم", "رضایی", Role.SECRETARY, "دبیرخانه · اصفهان"),
        Cast("علی", "کاظمی", Role.MEMBER, "عضو هیأت نمایندگان · اصفهان"),
        Cast(
            "نرگس",
            "احمدی",
            Role.REPRESENTATIVE,
            "واحد بررسی‌های اقتصادی · اصفهان",
            "واحد بررسی‌های اقتصادی",
        ),
        Cast("حسین", "مرادی", Role.REPRESENTATIVE, "دبیر کمیسیون‌ها · اصفهان", "کمیسیون‌ها"),
        Cast(
            "سارا",
            "نادری",
            Role.REPRESENTATIVE,
            "دبیرخانهٔ فراکسیون · اصفهان",
            "دبیرخانه فراکسیون تولید و صادرات اتاق ایران",
        ),
        Cast("رضا", "توکلی", Role.REPRESENTATIVE, "مرکز متسا · اصفهان", "مرکز متسا"),
    ),
    group_title="گروه کمیسیون‌های اتاق اصفهان",
    group_body="کمیسیون‌ها",
    document="isfahan.txt",
    document_title="صورت‌جلسهٔ اصفهان",
)

QOM = Scene(
    key="qom",
    council="شورای گفتگوی دولت و بخش خصوصی استان قم",
    kind=CouncilKind.DIALOGUE,
    province="قم",
    people=(
        Cast("زهرا", "موسوی", Role.SECRETARY, "دبیرخانه · قم"),
        Cast("محمد", "صادقی", Role.MEMBER, "عضو شورا · قم"),
        Cast(
            "لیلا",
            "کریمی",
            Role.REPRESENTATIVE,
            "معاونت اقتصادی استانداری · قم",
            "معاونت هماهنگی امور اقتصادی استانداری",
        ),
        Cast(
            "امیر",
            "حسینی",
            Role.REPRESENTATIVE,
            "سازمان مدیریت و برنامه‌ریزی · قم",
            "سازمان مدیریت و برنامه‌ریزی استان",
        ),
        Cast(
            "فاطمه",
            "جعفری",
            Role.REPRESENTATIVE,
            "حوزهٔ اقتصادی استانداری · قم",
            "حوزه اقتصادی استانداری",
        ),
    ),
    group_title="گروه سازمان مدیریت قم",
    group_body="سازمان مدیریت و برنامه‌ریزی استان",
    document="qom.txt",
    document_title="گزارش نشست ۷۲ قم",
)

SCENES = {"isfahan": (ISFAHAN,), "qom": (QOM,), "both": (ISFAHAN, QOM)}
YEAR = "year"
"""Two years of a third council; `bot/demo/year.py` lives through them."""
STRANGER = ("ناشناس", "بی‌دعوت", "غریبه، بدون دعوت")


@dataclass(frozen=True)
class Settled:
    """A founded council: its id, its phones by label, and its bound group."""

    council_id: int
    phones: dict[str, Phone]
    group_id: int


async def settle(world: World, database: Database, scene: Scene, now: datetime) -> Settled:
    """Found the council, invite its people, bind its group, and let everybody press Start."""
    async with database.writing() as session:
        founded = await members.found_council(
            session, name=scene.council, kind=scene.kind, province=scene.province, now=now
        )
        codes = [await _invite(session, founded.council_id, person, now) for person in scene.people]
    phones = {
        person.label: world.add_person(person.first_name, person.last_name, label=person.label)
        for person in scene.people
    }
    group = await _bind_group(world, database, scene, founded.council_id, list(phones.values()))
    for phone, code in zip(phones.values(), codes, strict=True):
        world.start(phone, code)
    return Settled(founded.council_id, phones, group)


async def _invite(session: Session, council_id: int, person: Cast, now: datetime) -> str:
    body = (
        await bodies.take_up(session, council_id=council_id, name=person.body, now=now)
        if person.body
        else None
    )
    return await members.invite(
        session,
        council_id=council_id,
        role=person.role,
        body_id=body.id if body else None,
        name=f"{person.first_name} {person.last_name}",
        now=now,
    )


async def _bind_group(
    world: World, database: Database, scene: Scene, council_id: int, phones: Sequence[Phone]
) -> int:
    speaker = next(i for i, one in enumerate(scene.people) if one.body == scene.group_body)
    inside = [phones[speaker], phones[0], phones[1]]
    chat = world.add_group(scene.group_title, inside, with_bot=True, label=scene.group_body)
    async with database.writing() as session:
        named = await bodies.recognise_names(
            session, council_id=council_id, names=[scene.group_body]
        )
        body_id = named[0].body_id
        if body_id is not None:
            await groups.bind(session, telegram_id=chat.id, council_id=council_id, body_id=body_id)
    return chat.id
