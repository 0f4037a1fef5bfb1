"""When the clock is believed, and what it says when it is not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.clock import CLOSE, Clock, Moment, SystemClock, Trust, business_date, ntp_disciplined
from kiosk.settings import Settings
from tests.fakes import FakeClock

NOON = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Machine:
    """A computer whose wall clock and network are under our hands."""

    def __init__(self, wall: datetime = NOON, last_entry: datetime | None = None) -> None:
        self.wall = wall
        self.second = 50.0
        self.ntp = False
        self.clock = SystemClock(
            last_entry,
            wall=lambda: self.wall,
            steady=lambda: self.second,
            disciplined=lambda: self.ntp,
        )

    def run(self, minutes: float) -> None:
        self.wall += minutes * MINUTE
        self.second += minutes * 60


def test_a_clock_in_step_is_trusted_without_a_network() -> None:
    machine = Machine(last_entry=NOON - MINUTE)
    machine.run(600)
    assert machine.clock.trust() is Trust.STEADY
    assert machine.clock.now() == NOON + 600 * MINUTE


def test_a_clock_behind_the_last_entry_is_not_trusted_and_time_goes_on_from_there() -> None:
    machine = Machine(wall=datetime(2026, 1, 2, tzinfo=UTC), last_entry=NOON)
    assert not machine.clock.trusted()
    machine.run(10)
    assert machine.clock.now() == machine.clock.offered() == NOON + 10 * MINUTE


def test_an_empty_battery_before_the_first_entry_is_not_trusted() -> None:
    assert Machine(wall=datetime(1970, 1, 1, tzinfo=UTC)).clock.trust() is Trust.NONE


def test_a_jump_of_the_wall_clock_is_not_followed() -> None:
    machine = Machine()
    for jump in (timedelta(days=400), timedelta(days=-400), 6 * MINUTE):
        machine.wall = NOON + jump
        assert machine.clock.trust() is Trust.NONE
        assert machine.clock.now() == NOON
    machine.wall = NOON + 5 * MINUTE
    assert machine.clock.trust() is Trust.STEADY


def test_many_small_steps_do_not_add_up_to_a_trusted_jump() -> None:
    machine = Machine()
    for _ in range(3):
        machine.wall += 4 * MINUTE
        machine.clock.now()
    assert machine.clock.trust() is Trust.NONE


def test_ntp_sets_it_right_again_and_its_word_stays_when_it_goes() -> None:
    machine = Machine(wall=datetime(2026, 1, 2, tzinfo=UTC), last_entry=NOON)
    machine.wall, machine.ntp = NOON + 90 * MINUTE, True
    assert machine.clock.trust() is Trust.NTP
    assert machine.clock.now() == NOON + 90 * MINUTE
    machine.ntp = False
    machine.run(30)
    assert machine.clock.trust() is Trust.STEADY


def test_a_clock_days_ahead_of_the_last_entry_is_believed_only_when_somebody_bears_it_out() -> None:
    last = NOON - timedelta(days=5)
    machine = Machine(last_entry=last)
    machine.run(10)
    assert machine.clock.trust() is Trust.NONE
    assert machine.clock.now() == last + 10 * MINUTE  # what is written now does not vouch for it
    assert machine.clock.offered() == NOON + 10 * MINUTE
    machine.clock.confirm(NOON + 10 * MINUTE)
    assert (machine.clock.now(), machine.clock.trusted()) == (NOON + 10 * MINUTE, True)
    machine = Machine(last_entry=last)
    machine.ntp = True
    assert (machine.clock.now(), machine.clock.trust()) == (NOON, Trust.NTP)


def test_a_terminal_that_was_off_for_three_days_of_holiday_needs_nobody() -> None:
    assert Machine(last_entry=NOON - timedelta(days=3, hours=16)).clock.trusted()


def test_a_time_staff_confirmed_holds_until_ntp_knows_better() -> None:
    machine = Machine(wall=datetime(1970, 1, 1, tzinfo=UTC), last_entry=NOON)
    machine.clock.confirm(NOON + 60 * MINUTE)
    machine.run(5)
    assert machine.clock.trust() is Trust.STAFF
    assert machine.clock.now() == NOON + 65 * MINUTE
    machine.wall, machine.ntp = NOON + 70 * MINUTE, True
    assert machine.clock.trust() is Trust.NTP


def test_a_time_the_hub_vouches_for_holds_until_ntp_knows_better() -> None:
    machine = Machine(wall=datetime(1970, 1, 1, tzinfo=UTC), last_entry=NOON)
    machine.clock.vouched(NOON + 60 * MINUTE)
    machine.run(5)
    assert machine.clock.trust() is Trust.HUB
    assert machine.clock.now() == NOON + 65 * MINUTE
    machine.wall, machine.ntp = NOON + 70 * MINUTE, True
    machine.clock.vouched(NOON)
    assert machine.clock.trust() is Trust.NTP


def test_a_hub_that_agrees_changes_nothing() -> None:
    machine = Machine()
    before = machine.clock.trust()
    machine.clock.vouched(machine.clock.now() + CLOSE)
    assert machine.clock.trust() is before


def test_the_clock_may_not_fall_behind_an_entry_just_written() -> None:
    machine = Machine()
    machine.clock.noted(NOON + MINUTE)
    assert not machine.clock.trusted()
    machine.run(1)
    assert machine.clock.trusted()


@given(
    st.lists(
        st.tuples(
            st.integers(min_value=0, max_value=600),
            st.integers(min_value=-(10**7), max_value=10**7),
            st.booleans(),
        ),
        max_size=12,
    )
)
def test_whatever_the_wall_clock_does_untrusted_time_only_goes_as_seconds_pass(
    steps: list[tuple[int, int, bool]],
) -> None:
    machine = Machine()
    for minutes, jump, ntp in steps:
        machine.ntp = ntp
        before, trusted = machine.clock.now(), machine.clock.trusted()
        machine.ntp = False
        machine.run(minutes)
        machine.wall += timedelta(seconds=jump)
        if not trusted and not machine.clock.trusted():
            assert machine.clock.now() == before + minutes * MINUTE


def test_the_business_day_is_the_local_one() -> None:
    assert business_date(datetime(2026, 2, 11, 15, 59, 59, tzinfo=UTC)) == date(2026, 2, 11)
    assert business_date(datetime(2026, 2, 11, 16, 0, tzinfo=UTC)) == date(2026, 2, 12)


def test_a_moment_holds_the_same_instant_twice() -> None:
    clock = FakeClock(datetime(2026, 2, 11, 16, 30, tzinfo=UTC))
    clock.is_trusted = False
    moment = Moment.of(clock, Settings())
    assert (moment.business_date, moment.local.hour) == (date(2026, 2, 12), 0)
    assert moment.local == moment.at
    assert not moment.trusted


def test_the_system_and_the_fake_keep_the_same_promises() -> None:
    fake = FakeClock()
    clocks: list[Clock] = [SystemClock(), fake]
    for clock in clocks:
        first, second = clock.now(), clock.monotonic()
        fake.advance(1)
        assert first.tzinfo is UTC
        assert clock.now() >= first
        assert clock.monotonic() >= second
        assert isinstance(clock.trusted(), bool)


def test_the_kernel_answers_about_its_discipline() -> None:
    assert ntp_disciplined() in (True, False)
    assert SystemClock().trust() in (Trust.NTP, Trust.STEADY)
