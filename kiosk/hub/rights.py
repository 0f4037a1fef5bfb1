"""Who may write what: the one table of tags, asked of everything a terminal sends. Pure.

A tag that does not stand here was made by a newer program: it is kept and passed on, as its own
rules allowed it, and no fold of this version looks at it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

import msgspec

from kiosk.hub.faults import Denied
from kiosk.ids import COMMAND_LINE, RESIDENT, TERMINAL, ActorId
from kiosk.journal.entry import Draft
from kiosk.wire import Fault


class Who(StrEnum):
    """In whose name a terminal may write."""

    RESIDENT = "resident"
    STAFF = "staff"
    TERMINAL = "terminal"
    COMMAND_LINE = "command_line"


_NOBODY = frozenset[Who]()
_STAFF = frozenset({Who.STAFF, Who.COMMAND_LINE})
_MACHINE = frozenset({Who.TERMINAL, Who.COMMAND_LINE})
_ANY = frozenset(Who)

WRITERS: Mapping[str, frozenset[Who]] = MappingProxyType(
    {
        # What time asks for belongs to the positioner alone.
        "queueing.booking_missed": _NOBODY,
        "queueing.day_closed": _NOBODY,
        "telling.lapsed": _NOBODY,
        "venues.escalated": _NOBODY,
        "venues.lapsed": _NOBODY,
        "venues.no_show": _NOBODY,
        "venues.offered": _NOBODY,
        "venues.review_reminded": _NOBODY,
        # Made at the hub alone, answered by the terminal that owns the door.
        "lockers.ordered_remotely": _NOBODY,
        "staff.pairing_shown": _NOBODY,
        "staff.terminal_ended": _NOBODY,
        "lockers.remote_refused": frozenset({Who.TERMINAL}),
        # What only people with a PIN do.
        "queueing.called": _STAFF,
        "queueing.counter_closed": _STAFF,
        "queueing.counter_opened": _STAFF,
        "queueing.counter_paused": _STAFF,
        "queueing.counter_resumed": _STAFF,
        "venues.approved": _STAFF,
        "venues.blacked_out": _STAFF,
        "venues.blackout_lifted": _STAFF,
        "venues.contact_shown": _STAFF,
        "venues.exempted": _STAFF,
        "venues.mark_excused": _STAFF,
        "venues.mark_given": _STAFF,
        "venues.mark_upheld": _STAFF,
        "venues.rejected": _STAFF,
        "venues.supplement_asked": _STAFF,
        "lockers.door_marked": _STAFF | _MACHINE,
        "lockers.door_serviced": _STAFF,
        "staff.calendar_taken": _STAFF,
        "staff.day_cleared": _STAFF,
        "staff.display_ended": _STAFF,
        "staff.display_linked": _STAFF,
        "staff.station_closed": _STAFF,
        "staff.station_opened": _STAFF,
        "staff.day_set": _STAFF,
        "staff.enrolled": _STAFF | _MACHINE,
        "staff.founded": _MACHINE,
        "staff.left": _STAFF,
        "staff.pin_freed": _STAFF,
        "staff.role_given": _STAFF,
        "staff.setting_changed": _STAFF,
        "staff.year_cleared": _STAFF,
        # The rest of each family.
        "lockers": _ANY,
        "privacy": _MACHINE,
        "queueing": _ANY,
        "staff": _ANY,
        "telling": _ANY,
        "venues": _ANY,
    }
)

_STAFF_ACTOR = re.compile(r"staff:[0-9]{2}")
_TAG = re.compile(r"[a-z][a-z_]{0,30}\.[a-z][a-z_]{0,40}")
_NAMED = MappingProxyType(
    {RESIDENT: Who.RESIDENT, TERMINAL: Who.TERMINAL, COMMAND_LINE: Who.COMMAND_LINE}
)


class _Tagged(msgspec.Struct):
    tag: str


def check_rights(draft: Draft) -> None:
    """Check that a terminal may send ``draft`` at all.

    Raises:
        Denied: ``unreadable``, ``wrong_actor`` or ``foreign_tag``.
    """
    try:
        tag = msgspec.json.decode(draft.event, type=_Tagged).tag
    except (msgspec.MsgspecError, RecursionError) as error:
        raise Denied(Fault.UNREADABLE) from error
    if _TAG.fullmatch(tag) is None:
        raise Denied(Fault.FOREIGN_TAG)
    who = _who(draft.actor)
    may = WRITERS.get(tag) if tag in WRITERS else WRITERS.get(tag.partition(".")[0], _ANY)
    if may is not None and who not in may:
        raise Denied(Fault.FOREIGN_TAG)


def _who(actor: ActorId) -> Who:
    if actor in _NAMED:
        return _NAMED[actor]
    if _STAFF_ACTOR.fullmatch(actor):
        return Who.STAFF
    raise Denied(Fault.WRONG_ACTOR)
