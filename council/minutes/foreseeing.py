"""What publishing a draft would make, and whom it would reach and not reach, before it counts."""

from collections.abc import Iterable
from dataclasses import dataclass

from council import bodies, text
from council.access import Viewer
from council.bodies import Named
from council.minutes.announcing import answering_for
from council.minutes.council_name import is_of_another
from council.minutes.proposal import Draft
from storage import councils
from storage.database import Session


@dataclass(frozen=True)
class Foreseen:
    """Names that would become bodies, helpers' too; bodies that would act and are told, or have
    nobody here who is; and how many resolutions name nobody to act.

    `another` is the council that the text names and the one it would count for, where they differ.
    """

    new: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    unheard: tuple[str, ...] = ()
    nameless: int = 0
    another: tuple[str, str] | None = None


async def foresee(session: Session, *, viewer: Viewer, draft: Draft) -> Foreseen:
    """What would come of publishing the draft as it stands."""
    kept = [one for _, one in draft.kept]
    acting = [name for one in kept for name in one.bodies]
    helping = [name for one in kept for name in one.supporting]
    named = await bodies.recognise_names(
        session, council_id=viewer.council_id, names=[*acting, *helping]
    )
    leads = named[: len(acting)]
    own = await councils.get(session, viewer.council_id)
    printed = draft.session.council
    differs = own is not None and is_of_another(printed, own.name, own.province)
    who = await answering_for(session, {one.body_id for one in leads if one.body_id is not None})
    return Foreseen(
        new=_distinct(one for one in named if one.body_id is None),
        told=_distinct(one for one in leads if one.body_id in who.bodies),
        unheard=_distinct(one for one in leads if one.body_id not in who.bodies),
        nameless=sum(not one.bodies for one in kept),
        another=(printed, own.name) if own and printed and differs else None,
    )


def _distinct(named: Iterable[Named]) -> tuple[str, ...]:
    """Each body once, by the name that comes first."""
    names: dict[int | str, str] = {}
    for one in named:
        names.setdefault(one.body_id or text.key(one.name).replace(" ", ""), one.name)
    return tuple(names.values())
