"""Finding lock boards on a line: families, baud rates and addresses, with questions only.

The likely is asked first: the first addresses of every family at its usual speed, then at the
other speeds, then the rest. As soon as one board answers only its speed is searched on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

import msgspec

from drivers.line import Time
from drivers.lockers.bench.lines import Ports
from drivers.lockers.bench.prober import Heard, Prober
from drivers.lockers.bench.progress import Progress
from drivers.lockers.bench.search_plan import SEARCHED, Step, asked_of
from drivers.lockers.frames import Family

_OTHERS = 8
"""Addresses of the other families that are asked too, besides those that are taken."""
_GLANCE_SECONDS = 0.04
"""How long an address that is likely nobody's is listened to before the next one is asked."""
_UNASKED_SECONDS = 0.06
_MORE_LOOKS = 4
"""How often a board that answered is asked again, to hear whether it is alone."""


class Found(msgspec.Struct, frozen=True):
    """A board that answered.

    Attributes:
        twin: two boards seem to share the address.
    """

    family: str
    baud: int
    address: int
    status_bytes: int
    twin: bool = False


class Search(msgspec.Struct, frozen=True):
    """What was found on one line.

    Attributes:
        bytes_without_frame: noise that came back for questions, by baud rate.
        garbled_at: addresses (``family/baud/address``) that answered with noise only.
        refused_at: addresses at which a board understood the question and would not answer it.
        unasked: bytes that came although nobody had asked.
        finished: whether everything was asked in the time that was given.
    """

    boards: tuple[Found, ...] = ()
    bytes_without_frame: int = 0
    garbled_at: tuple[str, ...] = ()
    refused_at: tuple[str, ...] = ()
    unasked: int = 0
    echo: bool = False
    asked: int = 0
    finished: bool = True
    seconds: float = 0.0


class Searcher:
    """Works through a plan.

    Args:
        seconds: when to stop, found or not.
    """

    def __init__(self, ports: Ports, time: Time, *, seconds: float, progress: Progress) -> None:
        self._ports = ports
        self._time = time
        self._began = time.now()
        self._until = self._began + seconds
        self._progress = progress
        self._prober: Prober | None = None
        self._baud = 0
        self._found: list[Found] = []
        self._garbled: list[str] = []
        self._refused: list[str] = []
        self._asked_already: set[tuple[str, int, int]] = set()
        self._glanced: list[int] = []
        self._noise = self._unasked = 0
        self._echo = False
        self._finished = True

    def run(self, families: Sequence[Family], steps: Sequence[Step]) -> Search:
        """Ask until boards are found on one speed, or nothing is left to ask.

        Raises:
            PortUnavailable: the port cannot be opened, or was lost.
        """
        try:
            self._work(families, steps)
        finally:
            self._progress.clear()
            self._hang_up()
        return Search(
            boards=tuple(self._found),
            bytes_without_frame=self._noise,
            garbled_at=tuple(self._garbled),
            refused_at=tuple(self._refused),
            unasked=self._unasked,
            echo=self._echo,
            asked=len(self._asked_already),
            finished=self._finished,
            seconds=round(self._time.now() - self._began, 2),
        )

    def _work(self, families: Sequence[Family], steps: Sequence[Step]) -> None:
        whole = sum(len(step.addresses) for step in steps)
        for step in steps:
            self._ask_all(step, whole)
            if self._found or not self._finished:
                break
        if self._found:
            self._around(families, self._found[0].baud)
        self._found = [self._looked_at(families, board) for board in self._found]

    def _around(self, families: Sequence[Family], baud: int) -> None:
        """Ask on at the speed at which a board was found, all its family and a little of others."""
        mine, *_ = (family for family in families if family.name == self._found[0].family)
        self._ask_all(
            asked_of(mine, baud, 0, SEARCHED, hasty=False), len(self._asked_already) + SEARCHED
        )
        found = [board.address for board in self._found]
        able = [family for family in families if family.probes(family.addresses[0])]
        steps = [
            Step(family, baud, sorted({*family.addresses[:_OTHERS], *found} & {*family.addresses}))
            for family in able
            if family is not mine
        ]
        whole = len(self._asked_already) + sum(len(step.addresses) for step in steps)
        for step in steps:
            self._ask_all(step, whole)

    def _ask_all(self, step: Step, whole: int) -> None:
        for address in step.addresses:
            key = (step.family.name, step.baud, address)
            if key in self._asked_already:
                continue
            if self._time.now() > self._until:
                self._finished = False
                break
            where = f"{step.family.name} {step.baud} baud, address {address}"
            self._progress.show(len(self._asked_already), whole, where)
            self._asked_already.add(key)
            if step.hasty:
                self._glance(step, address)
            else:
                self._ask(step.family, step.baud, address)
        self._await_late(step)

    def _glance(self, step: Step, address: int) -> None:
        """Ask and go on at once; where anything is heard, ask again with patience."""
        self._glanced.append(address)
        question = step.family.probes(address)[0]
        said = self._at(step.baud).glance(question, _GLANCE_SECONDS)
        if self._echo:
            said = said.replace(question.wire, b"", 1)
        if said:
            self._look_back(step)

    def _await_late(self, step: Step) -> None:
        if self._glanced and self._at(step.baud).listen(step.family.prompt_seconds):
            self._look_back(step)
        self._glanced = []

    def _look_back(self, step: Step) -> None:
        """Ask those again who may have said something: the last ones that were asked."""
        asked, self._glanced = self._glanced, []
        for address in asked[-ceil(step.family.prompt_seconds / _GLANCE_SECONDS) - 1 :]:
            self._ask(step.family, step.baud, address)

    def _ask(self, family: Family, baud: int, address: int) -> None:
        answer = self._at(baud).ask(family, family.probes(address)[0])
        self._echo = self._echo or answer.echo
        self._noise += answer.skipped
        if answer.frames:
            twin = len(answer.frames) > 1
            size = len(answer.frames[0].data)
            self._found.append(Found(family.name, baud, address, size, twin))
        elif answer.refused:
            self._refused.append(f"{family.name}/{baud}/{address}")
        elif answer.skipped:
            self._garbled.append(f"{family.name}/{baud}/{address}")

    def _looked_at(self, families: Sequence[Family], board: Found) -> Found:
        """Ask a board that answered a few times more, and hear whether it is alone."""
        family = next(family for family in families if family.name == board.family)
        prober = self._at(board.baud)
        answers = [
            prober.ask(family, question)
            for question in family.probes(board.address)
            for _ in range(_MORE_LOOKS)
        ]
        twin = board.twin or shared(answers)
        return msgspec.structs.replace(board, twin=twin)

    def _at(self, baud: int) -> Prober:
        if self._prober is None or self._baud != baud:
            self._hang_up()
            self._prober = Prober(self._ports(baud), baud=baud, time=self._time)
            self._baud = baud
            self._unasked += len(self._prober.listen(_UNASKED_SECONDS))
        return self._prober

    def _hang_up(self) -> None:
        if self._prober is not None:
            self._prober.close()
            self._prober = None


def shared(answers: Sequence[Heard]) -> bool:
    """Say whether the answers to the same few questions look like those of two boards.

    Two answers to one question; or answers that are now a frame, now noise; a board alone on a
    clean line does neither. Noise without a question does not count here.
    """
    if any(len(answer.frames) > 1 for answer in answers):
        return True
    damaged = sum(1 for answer in answers if answer.skipped)
    return damaged >= 2


def twins(boards: Sequence[Found]) -> Iterator[str]:
    """Yield a sentence for each address that two boards share."""
    by_address: dict[int, list[str]] = {}
    for board in boards:
        by_address.setdefault(board.address, []).append(board.family)
        if board.twin:
            yield f"two boards share address {board.address}? ({board.family})"
    for address, families in by_address.items():
        if len(families) > 1:
            yield f"two boards share address {address}? ({' and '.join(families)})"


def mixed(boards: Sequence[Found]) -> str:
    """Return a sentence where boards of two families hang on one line, or nothing."""
    families = sorted({board.family for board in boards})
    if len(families) < 2:
        return ""
    return f"{' and '.join(families)} on one line: give each family a line of its own"
