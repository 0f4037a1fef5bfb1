"""What must be true of a history, worked out from its events alone, without rule, fold or clash."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

import msgspec

from kiosk.journal.entry import Entry


def two_winners(entries: Iterable[Entry], *, doors: Collection[str] = ()) -> list[str]:
    """Say what two have at once that only one can have; nothing if all is well.

    Args:
        doors: which doors are looked at.
    """
    held = _Held(doors)
    return [wrong for entry in entries if entry.refused is None for wrong in held.goes_on(entry)]


class _Held:
    """Who has what, up to some position."""

    def __init__(self, doors: Collection[str]) -> None:
        self._doors = doors
        self._once = set[tuple[str, Any]]()
        self._at_counter = dict[int, str]()
        self._served = set[str]()
        self._behind = dict[str, str]()
        self._giving_back = set[str]()
        self._asked = dict[str, tuple[str, str, str]]()
        self._slots = dict[str, tuple[str, str, str]]()
        self._looks: dict[str, Callable[[str, dict[str, Any]], Iterator[str]]] = {
            "places": self._places,
            "queueing": self._queueing,
            "lockers": self._lockers,
            "venues": self._venues,
        }

    def goes_on(self, entry: Entry) -> Iterator[str]:
        event = msgspec.json.decode(entry.event)
        family, _, verb = event["tag"].partition(".")
        if family in self._looks:
            for wrong in self._looks[family](verb, {**event, "id": entry.id}):
                yield f"{entry.position}: {event['tag']}: {wrong}"

    def _places(self, verb: str, event: dict[str, Any]) -> Iterator[str]:
        yield from self._only_once(verb, event["place"])

    def _queueing(self, verb: str, event: dict[str, Any]) -> Iterator[str]:
        ticket = event.get("ticket", "")
        if verb == "ticket_taken":
            yield from self._only_once("number", (event["series"], event["day"], event["serial"]))
        if verb == "called":
            yield from self._call(ticket, event["counter"])
        if verb in ("finished", "cancelled"):
            self._served.add(ticket)
            self._at_counter = {at: one for at, one in self._at_counter.items() if one != ticket}
        if verb == "day_closed":
            self._at_counter.clear()

    def _call(self, ticket: str, counter: int) -> Iterator[str]:
        if ticket in self._served or ticket in self._at_counter.values():
            yield f"{ticket} was called already"
        if counter in self._at_counter:
            yield f"counter {counter} serves somebody"
        self._at_counter[counter] = ticket

    def _lockers(self, verb: str, event: dict[str, Any]) -> Iterator[str]:
        door = event.get("door", "")
        if door not in self._doors:
            return
        if verb == "rented":
            if door in self._behind:
                yield f"{door} is rented"
            self._behind[door] = event["rental"]
        if verb == "open_asked" and event["purpose"] == "give_back":
            self._giving_back.add(event["id"])
        if verb == "shut" and event["order"] in self._giving_back:
            self._behind.pop(door, None)

    def _venues(self, verb: str, event: dict[str, Any]) -> Iterator[str]:
        if verb in ("applied", "waitlist_joined"):
            yield from self._application(verb, event)
        if verb == "offer_accepted":
            yield from self._hold(event["booking"])
        if verb == "approved":
            yield from self._approval(event)
        if verb in ("rejected", "cancelled", "no_show", "completed"):
            for booking in event.get("bookings") or [event["booking"]]:
                self._slots.pop(booking, None)

    def _application(self, verb: str, event: dict[str, Any]) -> Iterator[str]:
        for each in event.get("occurrences") or [event["occurrence"]]:
            kept = each["kept"]
            self._asked[each["booking"]] = event["asked"]["venue"], kept["starts"], kept["ends"]
            if verb == "applied":
                yield from self._hold(each["booking"])

    def _approval(self, event: dict[str, Any]) -> Iterator[str]:
        for booking in event["bookings"]:
            yield from self._only_once("approved", booking)
            if booking not in self._slots:
                yield f"{booking} has no slot"

    def _hold(self, booking: str) -> Iterator[str]:
        venue, starts, ends = self._asked[booking]
        for other, (where, begins, over) in self._slots.items():
            if where == venue and begins < ends and starts < over:
                yield f"{booking} overlaps {other}"
        self._slots[booking] = venue, starts, ends

    def _only_once(self, what: str, key: Any) -> Iterator[str]:
        if (what, key) in self._once:
            yield f"{key} a second time"
        self._once.add((what, key))
