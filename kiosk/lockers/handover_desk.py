"""The part of the desk where staff put something in for a resident who is not here."""

from __future__ import annotations

from kiosk.ids import RentalId, StaffId
from kiosk.lockers import LOCKERS, service
from kiosk.lockers.counter import Counter
from kiosk.lockers.plan import Size
from kiosk.lockers.service_events import HandoverBegun
from kiosk.lockers.steps import Promised
from kiosk.lockers.waiting import Told
from kiosk.secrets import draw_token, token_tag
from kiosk.tap import Tap


class HandoverDesk:
    """Hand-overs, for staff pages. Methods return at once; steps come to ``told``."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def hand_over(
        self, tap: Tap, told: Told, *, size: Size, giver: StaffId, easy: bool = False
    ) -> None:
        """Open a door to put something in. Steps: Promised, Opened | NotOpened | Unsure, IsShut.

        The code of ``Promised`` is for the resident, who opens the door with it once.
        """
        self._counter.on_lane(told, lambda: self._hand_over(tap, told, size, giver, easy=easy))

    def _hand_over(self, tap: Tap, told: Told, size: Size, giver: StaffId, *, easy: bool) -> None:
        counter = self._counter
        counter.must_be_online()
        token = draw_token()
        code = counter.codes.draw_code(counter.station.state(LOCKERS).code_taken)
        done = counter.station.do(
            tap,
            LOCKERS,
            service.hand_over,
            rental=RentalId(tap.id),
            cabinet=counter.cabinet,
            usable=counter.usable(),
            size=size,
            easy=easy,
            giver=giver,
            code=counter.codes.code_tag(code),
            token=token_tag(token),
        )
        begun = done.event
        if done.repeated or not isinstance(begun, HandoverBegun):
            return
        counter.waiting.wait(told, tap.id)
        qr = counter.qr(token, begun.keep_until)
        counter.tell(told, Promised(begun.rental, begun.door, size, code, qr, begun.keep_until))
        counter.open(tap.id, begun.door)
