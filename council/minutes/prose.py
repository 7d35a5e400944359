"""Decisions inside running text: news reports and minutes written as one paragraph."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from council.minutes import cues
from council.minutes.bodies import mentions
from council.minutes.elsewhere import own_cues
from council.minutes.layout import Line
from council.minutes.printed_deadlines import read_deadline
from council.minutes.sections import VOTE
from council.minutes.spelling import pattern
from council.text import fold, number_from_words

_QUOTE = " \t\"'«»:،\u200c-–"
_CHAIRS = pattern(
    r"(?:استاندار|فرماندار|وزیر|رییس جمهور|رئیس (?:جلسه|شورا|ستاد|کارگروه|اتاق)|شهردار)"
)
_CHAIR_NAME = pattern(r"\bبا_حضور_(?:\w+_){0,3}?(\w{3,20})_(?:استاندار|فرماندار|شهردار|وزیر)\b")
_OPENING = pattern(r"[\s:،«\"]*(?:که_)?[«\"]?")
_HE = pattern(r"\s*(?:وی|او|ایشان)\b")
_SOON = pattern(r"(?:از هم ?‌?اکنون|هر ?چه سریع ?‌?تر|در اسرع وقت|بلافاصله|فوری)")
_IS_HELD = pattern(
    r"\bباید_(?:\w+_){0,3}?(?:گزینه|اولویت|ملاک|مبنا|محور|معیار|هدف|الگو)(?:_\w+){0,2}?_باشد\b"
)
"""What ought to be so, by somebody's view, orders nothing: «باید آخرین گزینه باشد»."""
_HOLDS = pattern(r"\b(?:معتقد(?:‌?ند| ‌?ا?ند|_است|_هستند|_بود)|بر این باور|به نظر_|عقیده_دار)")
"""Somebody's view, told in a speech: «اعضا معتقدند حقابه باید پرداخت شود»."""
_NEEDED = pattern(r"\b(?:ضروری|لازم) است\b")
_BEFORE = pattern(r"\b(?:پیش|قبل) از_")
_TOLD = pattern(
    r"\bباید[^.؛\n]{0,40}\bبه_[^.؛\n]{3,60}(?:اطلاع داده|اطلاع رسانی|اعلام|گزارش|ارجاع) شود"
)
_CLAUSE_END = pattern(r"(?:شود|شوند|گردد|گردند)،")
_BASIS = pattern(
    r"\b(?:با عنایت به|با توجه به|عطف به|پیرو|به استناد|در اجرای|در راستای|بر اساس|طبق|در پی|"
    r"در ادامه)_[^.؛\n]{0,20}$"
)
_IF = pattern(r"\b(?:اگر|چنانچه|در صورتی_که)\b")
_PUT_OFF = pattern(
    r"_(?:که_)?(?:در دستور(?: کار)?|(?:در|به) (?:جلسه|نشست)(?: ‌?ی)? (?:آینده|آتی|بعد|دیگر))\b"
)
"""After «… مطرح شد و قرار شد»: what was put off stands before the cue, and must stay with it."""
_AND = pattern(r"و_")
_AND_BEFORE = pattern(r"،? ?و\s*$")
_NAMED = pattern(r"(?:مصوبه|تصمیم)(?: شماره)?_(<N>)\s*:\s*")
_LEFT_OVER = pattern(r"(?:شدند|شد|گردیدند|گردید|گرفت|رسید)_و_")
_PUT_OFF_LATER = pattern(r"\b(?:موکول|مسکوت|به تعویق|مطرح نشد|بررسی نشد|به جمع ?‌?بندی نرسید)\b")
_REPORTS = pattern(r"به گزارش_")
"""How a news report begins, below its headline."""
_SHORTEST = 15
_HEADLINES = 300
_DECIDED = 0.7
_SPLIT = 0.7
_BELONGS = pattern(
    r"(?:و )?در_غیر_?(?:این|آن) ?‌?صورت(?!\w)"
    r"|مهلت(?:_\w+){0,3}?_[^.؛\n]{2,30}_(?:است|می باشد|خواهد بود)[.\s]*$"
)
"""A sentence about the decision before it: what follows if nothing is done, or its time."""


@dataclass(frozen=True)
class Passage:
    """A piece of running text taken as a decision, or refused with a reason."""

    start: int
    end: int
    confidence: float
    refused: str | None = None
    number: str | None = None


def read_prose(lines: list[Line], text: str, council: str = "") -> list[Passage]:
    """Return decisions and look-alikes in lines that belong to no list, in order of the text;
    `council` is its name as printed."""
    reader = _Reader(text, council)
    for line, following in pairwise((*lines, None)):
        if line is None:
            break
        above = following is not None and _REPORTS.match(following.text) is not None
        above = above and not line.text.endswith(".")
        headline = line.end < _HEADLINES and (above or line.text.endswith(("؛", ":")))
        if not headline and not VOTE.match(line.text):  # «در نشست شورا تصویب شد؛»
            reader.take(line)
    return reader.passages


class _Reader:
    """Walks sentence by sentence, keeping who speaks and whether the last decision goes on."""

    def __init__(self, text: str, council: str) -> None:
        self.passages: list[Passage] = []
        self._text = text
        named = _CHAIR_NAME.search(fold(text[:3000]))
        self._surname = named[1] if named else "\0"
        self._council = council
        self._chair_speaks = self._goes_on = self._carried = False
        self._said: list[tuple[int, int, str]] = []

    def take(self, line: Line) -> None:
        """Read one line."""
        self._carried, self._said = False, []
        for start, end in _sentences(line):
            sentence = line.text[start - line.start : end - line.start]
            closed = line.text.startswith("؛", end - line.start)
            if not cues.REQUESTS.match(sentence):
                self._sentence(sentence, start, end, closed)
            self._said.append((start, end, sentence))

    def _sentence(self, sentence: str, start: int, end: int, closed: bool) -> None:
        if not _HE.match(sentence) and cues.SAID.search(sentence):
            opening = sentence[:80]
            self._chair_speaks = bool(_CHAIRS.search(opening)) or self._surname in opening
        if self._said and not closed and cues.VERDICT.fullmatch(sentence):
            self._confirm(end)
            return
        found = list(_named(sentence, start) or _decisions(sentence, start, self._council))
        if not found and self._continues(sentence):
            self.passages[-1] = replace(self.passages[-1], end=end)
            self._goes_on = self._goes_on and closed
            self._carried = True
            return
        if not found and self._goes_on and _is_next_order(sentence):
            joined = _AND.match(sentence)
            lead = joined.end() if joined else 0
            found = list(_by_body(sentence[lead:], start + lead))
        if not found and self._chair_speaks and cues.MUST.search(sentence):
            found = list(_directive(sentence, start, self._text))
        decided = bool(found) and found[-1].confidence >= _DECIDED
        self._carried = decided and found[-1].end == end
        self._goes_on = decided and closed
        self.passages.extend(found or _look_alike(sentence, start))

    def _continues(self, sentence: str) -> bool:
        """Tell whether an order belongs to the decision before it, as its second sentence."""
        if self._carried and _BELONGS.match(sentence):
            return True
        if not self._carried or not _is_next_order(sentence):
            return False
        if self._goes_on:  # «با هفت رأی موافقت شد؛ سالن در اختیار مدارس باشد»
            last = self.passages[-1]
            return cues.VERDICT.fullmatch(fold(self._text[last.start : last.end])) is not None
        return _orders_body(sentence)

    def _confirm(self, end: int) -> None:
        """Take «… تصویب شد» after a vote together with what was voted on, said before it."""
        voted = (one for one in reversed(self._said) if not cues.BALLOT.fullmatch(one[2]))
        start = next(voted, self._said[-1])[0]
        while self.passages and self.passages[-1].start >= start:
            start = min(start, self.passages.pop().start)
        self.passages.append(Passage(start, end, _DECIDED))
        self._carried, self._goes_on = True, False


def _named(sentence: str, offset: int) -> list[Passage]:
    """Return the decision that a sentence names as one: «مصوبه دوم: …»."""
    found = _NAMED.match(sentence)
    if found is None or len(sentence) - found.end() < _SHORTEST:
        return []
    number = number_from_words(found[1])
    printed = str(number) if number is not None else None
    return [Passage(offset + found.end(), offset + len(sentence), 0.8, number=printed)]


def _orders_body(sentence: str) -> bool:
    """Tell whether a sentence orders something of somebody named in it."""
    return any(body.role == "agent" for body in mentions(sentence))


def _is_next_order(sentence: str) -> bool:
    """Tell whether a clause after «مقرر شد … ؛» is one more order."""
    talk = any(shape.search(sentence) for shape in (cues.PROPOSED, cues.SAID, cues.MUST))
    return not talk and cues.ORDERED.search(sentence) is not None


def _sentences(line: Line) -> Iterator[tuple[int, int]]:
    start = 0
    for edge in (*cues.SENTENCE_END.finditer(line.text), None):
        stop = edge.end() if edge else len(line.text)
        piece = line.text[start:stop]
        lead = len(piece) - len(piece.lstrip(_QUOTE.replace("«", "")))
        if piece.strip():
            yield line.start + start + lead, line.start + start + len(piece.rstrip("؛ \t\n"))
        start = stop


def _decisions(sentence: str, offset: int, council: str) -> Iterator[Passage]:
    """Yield the parts of a sentence that decide; a finished clause before («… شد و») is cut off."""
    if cues.DECIDED.search(sentence) is None:
        return
    own = own_cues(sentence, council)
    if not own:
        yield Passage(offset, offset + len(sentence), 0.0, "another_body")
    for start, end in _segments(sentence, own):
        segment = sentence[start:end]
        cue = next((cue for cue in own if start <= cue.start() < end), None)
        if cue is None:
            continue
        lead = len(segment) - len(segment.lstrip(_QUOTE))
        cue_start, cue_end = cue.start() - start, cue.end() - start
        earlier = _earlier(segment[: cue_end + 12])
        is_title = segment.rstrip().endswith(":")
        if earlier or is_title:
            reason = "earlier_session" if earlier else "agenda"
            yield Passage(offset + start + lead, offset + end, 0.0, reason)
        elif cues.COUNTED.search(segment):
            yield Passage(offset + start + lead, offset + end, 0.0, "report_only")
        elif cues.LEADS_IN.search(segment[:cue_end]) and not cues.TASKED.match(cue[0]):
            yield Passage(offset + start + lead, offset + end, 0.0, "agenda")
        elif cues.TOLD.match(cue[0]) and cues.SAID.search(sentence, 0, start + cue_start):
            yield Passage(offset + start + lead, offset + end, 0.0, "speech")
        elif cues.OF_CHAIR.search(segment):
            yield Passage(offset + start + lead, offset + end, 0.0, "formula")
        else:
            decided = _without_put_off(segment, cue_end)
            yield from _by_body(decided[lead:], offset + start + lead)


def _without_put_off(segment: str, cue_end: int) -> str:
    """Return the decision without a clause after it about something that was put off."""
    for joint in _LEFT_OVER.finditer(segment, max(0, cue_end - 8)):
        rest = segment[joint.end() :]
        if _PUT_OFF_LATER.search(rest) and not cues.TASKED.search(rest):
            return segment[: joint.end() - 2].rstrip("و \t")
    return segment


def _earlier(opening: str) -> bool:
    """Tell whether the words up to the cue place it in an earlier session.

    «با عنایت به مصوبه جلسه ۷۰ مقرر شد» names what the decision rests on, and is one of today.
    """
    if cues.PLUPERFECT.search(opening):
        return True
    return any(
        _BASIS.search(opening[max(0, found.start() - 50) : found.start()]) is None
        for found in cues.EARLIER.finditer(opening)
    )


def _by_body(segment: str, offset: int) -> Iterator[Passage]:
    """Yield the decision, or several where another body must do something by a day of its own.

    «مقرر شد پیمانکار برنامه را تحویل دهد و مشاور ظرف پنج روز آن را بررسی کند» orders two things.
    """
    ends = {found.end() for found in cues.NEXT_ORDER.finditer(segment)}
    agents = [body.start for body in mentions(segment) if body.role == "agent"] if ends else []
    cuts = [at for at in agents[1:] if at in ends]
    starts = [0]
    for begin, end in pairwise((*cuts, len(segment))):
        if read_deadline(segment[begin:end], None).kind != "none":
            starts.append(begin)
    for begin, end in pairwise((*starts, len(segment))):
        stop = begin + len(_AND_BEFORE.sub("", segment[begin:end]))
        yield Passage(offset + begin, offset + stop, 0.75 if len(starts) == 1 else _SPLIT)


def _segments(sentence: str, own: list[re.Match[str]]) -> list[tuple[int, int]]:
    """Cut before each cue at the last boundary; what follows a cue belongs to it."""
    cuts = [0]
    boundaries = [found.end() for found in cues.BOUNDARY.finditer(sentence)]
    place, last = 0, 0
    for cue in own:
        while place < len(boundaries) and boundaries[place] <= cue.start():
            last = boundaries[place]
            place += 1
        whole = _PUT_OFF.match(sentence, cue.end()) or cues.VERDICT.fullmatch(sentence, last)
        if last > cuts[-1] and not whole and (cues.FORWARD.match(cue[0]) or cue.start() - last > 6):
            cuts.append(last)
    return list(zip(cuts, [*cuts[1:], len(sentence)], strict=True))


def _directive(sentence: str, offset: int, text: str) -> Iterator[Passage]:
    """Yield a chair's order in a speech: a named body must, or something must be told or begun."""
    after_said = max((found.end() for found in cues.SAID.finditer(sentence)), default=0)
    opening = _OPENING.match(sentence, after_said)
    begin = opening.end() if opening else after_said
    speech = sentence[begin:]
    if told := _TOLD.search(speech):
        if _BEFORE.search(speech[: told.start() + 1]) or mentions(speech):
            yield Passage(offset + begin, offset + len(sentence), 0.45)
        return
    if (needed := _NEEDED.search(speech)) and _SOON.search(speech, needed.end()):
        stop = _CLAUSE_END.search(speech, needed.end())
        end = begin + (stop.end() - 1 if stop else len(speech))
        yield Passage(offset + begin + needed.start(), offset + end, 0.4)
        return
    viewed = any(shape.search(speech) for shape in (_IF, _IS_HELD, _HOLDS))
    must = None if viewed else cues.MUST.search(speech)
    named = [
        body
        for body in mentions(text[offset + begin : offset + len(sentence)])
        if body.role == "agent" and must and body.end <= must.start() + 1
    ]
    if named and any(" " in name for body in named for name in body.names):
        yield Passage(offset + begin + named[0].start, offset + len(sentence), 0.5)


def _look_alike(sentence: str, offset: int) -> list[Passage]:
    for shape, reason in ((cues.PROPOSED, "proposal"), (cues.MUST, "speech")):
        if shape.search(sentence):
            return [Passage(offset, offset + len(sentence), 0.0, reason)]
    return []
