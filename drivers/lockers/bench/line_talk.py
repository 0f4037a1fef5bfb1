"""The line of a bank in service: hearing along, and asking a question typed at the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache

import msgspec

from drivers.line import Time
from drivers.lockers.bank import SerialBank
from drivers.lockers.bench.dialogue import spelled
from drivers.lockers.bench.explain import Explainer, Meaning, check_of, closed
from drivers.lockers.frames import QUESTIONS, Family, Frame, Kind, Request
from drivers.overhearing import Do
from drivers.registry import FAMILIES
from kiosk.errors import DeviceGarbled, DeviceSilent, NotAllowed, PortUnavailable
from kiosk.ids import BankId
from kiosk.jobs import Runs
from kiosk.line_talk import Clause, Listening, NoAnswer, Reply, Saying, Spoken, Typed, Verdict

MOST_BURSTS = 60
_MOST_BYTES = 256
"""Of one burst; more without a silence is told as another one."""
_ASKS = {
    Kind.ONE: Saying.ASKS_ONE,
    Kind.ALL: Saying.ASKS_ALL,
    Kind.OPEN: Saying.OPENS,
    Kind.OFF: Saying.SWITCHES_OFF,
}
_TELLS = {
    Kind.ONE: Saying.TELLS_ONE,
    Kind.ALL: Saying.TELLS_ALL,
    Kind.OPEN: Saying.TOOK_ORDER,
    Kind.OFF: Saying.TOOK_OFF,
    Kind.REPORT: Saying.REPORTS,
    Kind.REFUSED: Saying.REFUSES,
}


@cache
def explainer_of(name: str) -> Explainer:
    """Return what explains a family's frames; made once, it knows them by heart."""
    return Explainer(FAMILIES[name])


class _Burst(msgspec.Struct, frozen=True):
    at: float
    sent: bool
    wire: bytes
    asked: bytes


class Overhearing:
    """Keeps the last bursts of a bank's line. Satisfies ``kiosk.line_talk.Listening``.

    The bank's thread only puts bytes aside; they are explained by whoever reads them.
    """

    def __init__(self, bank: SerialBank) -> None:
        self._family: Family = bank.family
        self._time: Time = bank.time
        self._began = self._time.now()
        self._last = float("-inf")
        self._bursts: tuple[_Burst, ...] = ()
        self._known: dict[_Burst, Spoken] = {}
        self.close: Callable[[], None] = bank.join(self._hear)

    def spoken(self) -> tuple[Spoken, ...]:
        """Return the last of what was heard, explained, oldest first."""
        bursts = self._bursts
        self._known = {each: self._known.get(each) or self._explained(each) for each in bursts}
        return tuple(self._known[each] for each in bursts)

    def _hear(self, do: Do, data: bytes) -> None:
        if not data:
            return
        now, sent, before = self._time.now(), do is Do.OUT, self._bursts[-1:]
        goes_on = not sent and now - self._last <= self._family.quiet_seconds
        self._last = now
        if goes_on and before and not before[0].sent and len(before[0].wire) < _MOST_BYTES:
            longer = msgspec.structs.replace(before[0], wire=before[0].wire + data)
            self._bursts = (*self._bursts[:-1], longer)
            return
        asked = self._asked(before)
        burst = _Burst(round(now - self._began, 3), sent, data, data if sent else asked)
        self._bursts = (*self._bursts, burst)[-MOST_BURSTS:]

    def _asked(self, before: tuple[_Burst, ...]) -> bytes:
        return before[0].asked if before else b""

    def _explained(self, burst: _Burst) -> Spoken:
        explainer = explainer_of(self._family.name)
        asked = None if burst.sent else explainer.request(burst.asked)
        meanings = explainer.explain(burst.wire, asked)
        says = tuple(
            clause for each in meanings for clause in _clauses(explainer, each, sent=burst.sent)
        )
        return Spoken(burst.at, burst.sent, spelled(burst.wire), says)


class BankLineTalk:
    """Hears along with banks and asks in their lanes. Satisfies ``kiosk.line_talk.LineTalk``.

    Args:
        lane: gives the lane that owns the port of a bank.
    """

    def __init__(
        self, banks: Callable[[], Mapping[BankId, object]], lane: Callable[[BankId], Runs]
    ) -> None:
        self._banks = banks
        self._lane = lane

    def listen(self, bank: BankId) -> Listening:
        """Hear along with the bank; nothing is sent for it."""
        return Overhearing(self._bank(bank))

    def typed(self, bank: BankId, digits: str) -> Typed:
        """Close what was typed and say what it means."""
        family = self._bank(bank).family
        explainer = explainer_of(family.name)
        wire = closed(bytes.fromhex(digits), explainer, check_of(family))
        request = explainer.request(wire)
        says = () if request is None else (_asked(request),)
        return Typed(spelled(wire), _verdict(request), says)

    def send(self, bank: BankId, typed: Typed, told: Callable[[Reply], None]) -> None:
        """Ask once; ``told`` is posted."""
        self._lane(bank).submit(self._ask, bank, bytes.fromhex(typed.wire), then=told)

    def _ask(self, bank: BankId, wire: bytes) -> Reply:
        owner = self._bank(bank)
        request = explainer_of(owner.family.name).request(wire)
        if request is None:
            raise NotAllowed(f"{spelled(wire)} is no question of {owner.family.name}")
        heard = Overhearing(owner)
        why = None
        try:
            owner.ask(request)
        except DeviceSilent:
            why = NoAnswer.SILENT
        except DeviceGarbled:
            why = NoAnswer.GARBLED
        except PortUnavailable:
            why = NoAnswer.NO_PORT
        finally:
            heard.close()
        return Reply(heard.spoken(), why)

    def _bank(self, bank: BankId) -> SerialBank:
        owner = self._banks()[bank]
        assert isinstance(owner, SerialBank)
        return owner


def _verdict(request: Request | None) -> Verdict:
    if request is None:
        return Verdict.UNKNOWN
    if request.kind in QUESTIONS:
        return Verdict.MAY_GO
    return Verdict.OPENS if request.kind is Kind.OPEN else Verdict.SWITCHES


def _clauses(explainer: Explainer, meaning: Meaning, *, sent: bool) -> Iterator[Clause]:
    if meaning.request is not None:
        asked = _asked(meaning.request)
        yield asked if sent else msgspec.structs.replace(asked, saying=Saying.SAME)
    for frame in meaning.frames:
        yield _told(explainer, frame)
    if meaning.noise:
        yield Clause(Saying.NOISE, count=meaning.noise)


def _asked(request: Request) -> Clause:
    return Clause(_ASKS[request.kind], request.address, request.lock)


def _told(explainer: Explainer, frame: Frame) -> Clause:
    ones: tuple[int, ...] = ()
    if frame.kind not in (Kind.REFUSED, Kind.OFF):
        ones = tuple(lock for lock, bit in explainer.contacts(frame).items() if bit)
    return Clause(_TELLS[frame.kind], frame.address, frame.lock, ones)
