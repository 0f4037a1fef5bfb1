"""The storm: hypothesis draws what happens next."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from tests.converging.hubs import PROCESSES, Fault
from tests.converging.taps import TAPS
from tests.converging.terminal import Terminal
from tests.converging.world import TERMINALS, World

_NUMBERS = st.integers(0, TERMINALS - 1)
_ONE_TAP = st.tuples(_NUMBERS, st.sampled_from(sorted(TAPS)), st.integers(0, 11))
_TAPS = st.lists(_ONE_TAP, min_size=4, max_size=10)
_LUCK = st.lists(st.sampled_from([*[Fault.NONE] * 4, *Fault]), max_size=6)


class Storm(RuleBasedStateMachine):
    """Taps, rounds, and all that may happen in between. ``worlds`` may be planted with a fault."""

    worlds: type[World] = World

    def __init__(self) -> None:
        super().__init__()
        self.world = self.worlds()

    def teardown(self) -> None:
        try:
            self.world.settle()
        finally:
            self.world.close()

    def _terminal(self, number: int) -> Terminal:
        return self.world.terminals[number]

    @rule(taps=_TAPS, luck=_LUCK)
    def people_tap(self, taps: list[tuple[int, str, int]], luck: list[Fault]) -> None:
        for number, what, pick in taps:
            self.world.tap(self._terminal(number), what, pick, luck)

    @rule(taps=_TAPS)
    def people_tap_while_nobody_speaks(self, taps: list[tuple[int, str, int]]) -> None:
        self.people_tap(taps, [Fault.NOT_SENT] * 2)

    @rule(number=_NUMBERS, luck=_LUCK)
    def a_terminal_speaks(self, number: int, luck: list[Fault]) -> None:
        self._terminal(number).round(luck)

    @rule(number=_NUMBERS, away=st.booleans())
    def a_line_is_cut_or_mended(self, number: int, away: Any) -> None:
        self._terminal(number).line.away = away

    @rule(number=_NUMBERS)
    def a_terminal_crashes(self, number: int) -> None:
        self._terminal(number).crash()

    @rule(number=_NUMBERS)
    def an_image_is_kept(self, number: int) -> None:
        self._terminal(number).keep_image()

    @rule(number=_NUMBERS)
    def an_image_is_put_back(self, number: int) -> None:
        self.world.put_image_back(self._terminal(number))

    @rule(number=_NUMBERS, lost=_TAPS, again=_TAPS)
    def a_lost_self_is_lived_again(
        self, number: int, lost: list[tuple[int, str, int]], again: list[tuple[int, str, int]]
    ) -> None:
        self._terminal(number).keep_image()
        self.people_tap([(number, what, pick) for _, what, pick in lost], [])
        self._terminal(number).round()
        self.an_image_is_put_back(number)
        self.people_tap_while_nobody_speaks([(number, what, pick) for _, what, pick in again])

    @rule(number=_NUMBERS, before=_TAPS, after=_TAPS)
    def an_answer_is_older_than_the_hub(
        self, number: int, before: list[tuple[int, str, int]], after: list[tuple[int, str, int]]
    ) -> None:
        self.world.hubs.copy()
        self.people_tap(before, [])
        self.all_speak(list(range(TERMINALS)))
        self.people_tap_while_nobody_speaks(after)
        self.all_speak([each for each in range(TERMINALS) if each != number])
        self._terminal(number).round([Fault.PUT_BACK])

    @rule(number=st.integers(0, PROCESSES - 1))
    def a_process_of_the_hub_begins_anew(self, number: int) -> None:
        self.world.hubs.restart(number)

    @rule()
    def the_hub_is_copied(self) -> None:
        self.world.hubs.copy()

    @rule()
    def the_hub_is_put_back(self) -> None:
        self.world.put_hub_back()

    @rule(hours=st.sampled_from([0.1, 3.0, 20.0]))
    def time_passes(self, hours: float) -> None:
        self.world.time_passes(hours)

    @rule(order=st.permutations(range(TERMINALS)))
    def all_speak(self, order: list[int]) -> None:
        for number in order:
            self._terminal(number).round()
