"""Documents that were written and labelled before the reader saw them are read as labelled.

tests/documents holds pairs: ID.txt, what a secretary would paste, and ID.json, what stands in it.
Places with a «|» in `responsible`, and everything under `accept`, are further right answers;
`responsible_optional` and resolutions marked `optional` may be given or not.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from council.minutes.reading import sessions_of, together
from council.minutes.record import FoundResolution, MinutesRecord
from council.text import key

DOCUMENTS = Path(__file__).parents[1] / "documents"
IDS = sorted(path.stem for path in DOCUMENTS.glob("*.json"))
FIELDS = ("council", "province", "session_number", "term", "date_jalali", "mode", "venue", "chair")
EXACT = ("session_number", "term", "date_jalali", "mode")
COURTESY = frozenset(key("آقای خانم آقایان جناب دکتر مهندس").split())

KNOWN_MISSES: dict[str, set[str]] = {
    # «یادم رفت ۴. …»: a number in the middle of a chat message carries on the list above it.
    "d08": {"missed 4"},
    # «جزء (ب) بند (3) تصویب‌نامه شماره …»: its number is read, the label gives none.
    "v08": {"references"},
    # «و توزیع آن نیز از … آغاز شود»: one more order in the sentence, with no body and no end.
    "w04": {"missed #2", "deadline #3"},
    # «دارندگان فعلی … فرصت جابجایی دارند» gives time rather than a task.
    "w06": {"bodies 4"},
    "w08": {"references"},
    # «۱)» stands on the line of «تصمیم:».
    "w09": {"clauses #3"},
    "w10": {"references"},
    # «کمیته‌ای مرکب از …»: the members are helpers.
    "w12": {"bodies 5"},
    "w13": {"references"},
    # «جمع کردن پول با بهرام … است» stands behind the order.
    "w18": {"bodies #1"},
    "w20": {"references"},
    "w21": {"references"},
    # A decision in running text under a numbered title.
    "w22": {"number 4"},
    "w23": {"references"},
    # «مدیریت‌های بانک‌ها و صنایع نفت و گاز»: a list that does not share its head.
    "w24": {"bodies 3-3"},
    # «هم که تلفنی همه موافق بودین، تصویب شد»: spoken «که» does not begin what was decided.
    "z05": {"missed #4", "extra «تلفنی همه موافق بودین، تصویب ش»"},
    # The newest batch: read once, nothing was mended after it.
    "y01": {"clauses #3", "clauses #4", "clauses #5"},
    "y02": {"date_jalali", "references"},
    "y03": {
        "extra «با استعفای آقای غلامحسین تیمور»",
        "extra «خانم طاهره رسولی به سمت نایب ر»",
        "missed #3",
        "missed #5",
    },
    "y04": {"references"},
    "y05": {"term"},
    "y06": {"number 1", "number 2", "number 3", "number 4", "number 5", "number 6"},
    "y08": {"references"},
    "y09": {"bodies 6", "references"},
    "y10": {"bodies ب", "deadline پ", "session_number", "references"},
}
"""What is still read wrongly, by document. A fault that goes must leave this table."""


def gold(name: str) -> tuple[str, dict[str, Any]]:
    text = (DOCUMENTS / f"{name}.txt").read_text(encoding="utf-8")
    record: dict[str, Any] = json.loads((DOCUMENTS / f"{name}.json").read_text(encoding="utf-8"))
    return text, record


def record_of(text: str) -> MinutesRecord:
    return together(sessions_of(text)).record


def words(name: str) -> frozenset[str]:
    return frozenset(key(name).split())


def same_name(found: str, labelled: str) -> bool:
    """One name, courtesy aside; the longer may add words («شهرداری» of the town)."""
    ours, theirs = words(found) - COURTESY, words(labelled) - COURTESY
    return bool(ours and theirs) and (ours <= theirs or theirs <= ours)


def right_field(name: str, found: object, labelled: object, accept: list[object]) -> bool:
    choices = [labelled, *accept]
    if "*" in choices or found in choices:
        return True
    if name in EXACT or found is None:
        return False
    return any(isinstance(choice, str) and same_name(str(found), choice) for choice in choices)


def right_bodies(found: tuple[str, ...], labelled: dict[str, Any]) -> bool:
    """Every labelled body is found, and nothing is found that is neither labelled nor allowed."""
    wanted = [names.split("|") for names in labelled["responsible"]]
    allowed = wanted + [names.split("|") for names in labelled.get("responsible_optional", [])]

    def fits(name: str, choices: list[str]) -> bool:
        return any(same_name(name, choice) for choice in choices)

    return all(any(fits(name, choices) for name in found) for choices in wanted) and all(
        any(fits(name, choices) for choices in allowed) for name in found
    )


def right_deadline(found: FoundResolution, labelled: dict[str, Any]) -> bool:
    choices = [labelled["deadline"], *labelled.get("accept", {}).get("deadline", [])]
    ours = (found.deadline.kind, found.deadline.norm)
    return any(
        ours == (choice["kind"], choice["norm"])
        or (choice["norm"] is None and ours[0] == choice["kind"])
        for choice in choices
    )


def share(found: FoundResolution, labelled: dict[str, Any]) -> float:
    """How much of the labelled span was found; what leads to it («با عنایت به …») may be more."""
    start, end = (int(offset) for offset in labelled["span"])
    return (min(found.end, end) - max(found.start, start)) / (end - start)


def label(labelled: dict[str, Any], place: int) -> str:
    return str(labelled["number"] or f"#{place}")


def faults(record: MinutesRecord, labels: dict[str, Any]) -> set[str]:
    """Name what the record says otherwise than the labels."""
    found_faults = {
        field
        for field in FIELDS
        if not right_field(
            field, getattr(record, field), labels[field], labels["accept"].get(field, [])
        )
    }
    left = list(record.resolutions)
    for place, labelled in enumerate(labels["resolutions"], start=1):
        name = label(labelled, place)
        best = max(left, key=lambda found: share(found, labelled), default=None)
        if best is None or share(best, labelled) < 0.8:
            if not labelled.get("optional"):
                found_faults.add(f"missed {name}")
            continue
        left.remove(best)
        numbers = [labelled["number"], *labelled.get("accept", {}).get("number", [])]
        checks = {
            "number": best.number in numbers,
            "bodies": right_bodies(best.responsible, labelled),
            "deadline": right_deadline(best, labelled),
            "clauses": len(best.clauses) == labelled["subitems"],
        }
        found_faults |= {f"{what} {name}" for what, right in checks.items() if not right}
    return found_faults | {f"extra «{found.text[:30]}»" for found in left}


@pytest.mark.parametrize("name", IDS)
def test_document_is_read_as_labelled(name: str) -> None:
    text, labels = gold(name)

    assert faults(record_of(text), labels) == KNOWN_MISSES.get(name, set()) - {"references"}


@pytest.mark.parametrize("name", IDS)
def test_references_to_earlier_sessions_are_read(name: str) -> None:
    text, labels = gold(name)
    record = record_of(text)

    found = [*record.cross_refs, *(ref for item in record.resolutions for ref in item.cross_refs)]
    wanted = labels.get("cross_refs", []) + [
        ref for item in labels["resolutions"] for ref in item["cross_refs"]
    ]

    read = {(ref.session, ref.number) for ref in found} >= {
        (ref["session"], ref["number"]) for ref in wanted
    }
    assert read is ("references" not in KNOWN_MISSES.get(name, set()))


@pytest.mark.parametrize("name", IDS)
def test_look_alikes_are_no_resolutions(name: str) -> None:
    text, labels = gold(name)
    record = record_of(text)
    known = KNOWN_MISSES.get(name, set())

    taken = [
        text[trap["span"][0] : trap["span"][1]]
        for trap in labels.get("traps", [])
        for found in record.resolutions
        if trap["span"][0] <= found.start < trap["span"][1]
    ]

    assert [piece for piece in taken if f"extra «{piece[:30]}»" not in known] == []


def test_misses_are_listed_only_for_documents_that_exist() -> None:
    assert len(IDS) >= 16
    assert set(KNOWN_MISSES) <= set(IDS)
