"""What can happen to doors and to the things behind them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from kiosk.ids import CodeTag, DoorId, EntryId, RentalId, StaffId, TokenTag
from kiosk.journal.entry import Event
from kiosk.lockers.plan import Size
from kiosk.ports import Outcome, Reading


class Purpose(StrEnum):
    """Why a door is opened; decides what its shutting means."""

    STORE = "store"
    FETCH = "fetch"
    GIVE_BACK = "give_back"
    STAFF = "staff"
    CLEAR = "clear"


class Via(StrEnum):
    """How a resident showed that the door is theirs."""

    CODE = "code"
    QR = "qr"
    VISIT = "visit"
    """Still standing there: the same visit that rented it."""


class OpenReason(StrEnum):
    """Why staff opened a door; more goes into the private note."""

    LOST_CODE = "lost_code"
    STUCK = "stuck"
    CHECK = "check"
    CLEANING = "cleaning"
    EMERGENCY = "emergency"
    OVERDUE = "overdue"


class Mark(StrEnum):
    """What staff or the desk say of a door, beside who rents it."""

    IN_SERVICE = "in_service"
    CLEANING = "cleaning"
    TO_CHECK = "to_check"
    OUT_OF_SERVICE = "out_of_service"


class MarkReason(StrEnum):
    """Why a door carries its mark."""

    NONE = "none"
    DID_NOT_OPEN = "did_not_open"
    NOT_SEEN_OPEN = "not_seen_open"
    FORCED = "forced"
    DIFFERS = "differs"
    BROKEN = "broken"
    DIRTY = "dirty"
    OTHER = "other"
    PUT_BACK = "put_back"
    """The terminal was put back from a copy, or cloned: what happened since then is not known."""
    NEW_BANK = "new_bank"
    """The cabinet is new at this station, or came here from another terminal."""


class Alarm(StrEnum):
    """What staff must look at."""

    AJAR = "ajar"
    FORCED = "forced"
    DIFFERS = "differs"
    """The door is not as it was left: seen when the terminal or the bank came back."""


class Ending(StrEnum):
    """How a rental ended."""

    GIVEN_BACK = "given_back"
    NO_DOOR_OPENED = "no_door_opened"
    CLEARED = "cleared"


class Rented(Event, frozen=True, tag="lockers.rented"):
    """A door is promised and its opening ordered. The order's id is the entry's id."""

    rental: RentalId
    door: DoorId
    size: Size
    code: CodeTag
    token: TokenTag
    until: datetime
    overdue_from: datetime
    easy: bool = False


class OpenAsked(Event, frozen=True, tag="lockers.open_asked"):
    """A door is to be opened. The order's id is the entry's id.

    Attributes:
        remote: the order from afar that is taken up by this one.
    """

    door: DoorId
    purpose: Purpose
    rental: RentalId | None = None
    via: Via | None = None
    reason: OpenReason | None = None
    second: StaffId | None = None
    remote: EntryId | None = None


class Moved(Event, frozen=True, tag="lockers.moved"):
    """The promised door did not open; another one is given and its opening ordered."""

    rental: RentalId
    door: DoorId


class OpenEnded(Event, frozen=True, tag="lockers.open_ended"):
    """How an order to open ended.

    Attributes:
        found: the outcome was not watched but sensed after a restart.
    """

    order: EntryId
    door: DoorId
    outcome: Outcome
    elapsed_ms: int = 0
    pulses: int = 0
    found: bool = False


class SeenOpen(Event, frozen=True, tag="lockers.seen_open"):
    """A door whose opening was unconfirmed is now sensed open."""

    order: EntryId
    door: DoorId


class Shut(Event, frozen=True, tag="lockers.shut"):
    """The door of an order is sensed shut.

    Attributes:
        sensed: false where the bank has no contacts and a person said so.
    """

    order: EntryId
    door: DoorId
    sensed: bool = True


class RentalEnded(Event, frozen=True, tag="lockers.rental_ended"):
    """A rental ended otherwise than by a door shut after giving back."""

    rental: RentalId
    ending: Ending


class DoorMarked(Event, frozen=True, tag="lockers.door_marked"):
    """A door was put into, or taken out of, service."""

    door: DoorId
    mark: Mark
    reason: MarkReason = MarkReason.NONE


class AlarmRaised(Event, frozen=True, tag="lockers.alarm_raised"):
    """Something about a door that staff must look at."""

    door: DoorId
    alarm: Alarm
    believed: Reading = Reading.UNKNOWN
    sensed: Reading = Reading.UNKNOWN


class AlarmSeen(Event, frozen=True, tag="lockers.alarm_seen"):
    """Staff have looked."""

    door: DoorId


class CodesRested(Event, frozen=True, tag="lockers.codes_rested"):
    """Five wrong codes in a row: code entry alone rests until then."""

    until: datetime
    times: int


class GoodsCollected(Event, frozen=True, tag="lockers.goods_collected"):
    """Goods of a cleared door were handed out or disposed of."""

    rental: RentalId


EVENTS: tuple[type[Event], ...] = (
    Rented,
    OpenAsked,
    Moved,
    OpenEnded,
    SeenOpen,
    Shut,
    RentalEnded,
    DoorMarked,
    AlarmRaised,
    AlarmSeen,
    CodesRested,
    GoodsCollected,
)
