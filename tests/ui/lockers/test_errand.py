"""The fold of the desk's steps, whatever their order."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import Refused
from kiosk.ids import DoorId, EntryId, RentalId
from kiosk.lockers.events import Purpose
from kiosk.lockers.plan import Size
from kiosk.lockers.steps import (
    Failed,
    IsShut,
    NotOpened,
    Opened,
    Ordered,
    Promised,
    Said,
    StandsOpen,
    Step,
    Unsure,
)
from kiosk.ports import Outcome
from screens.lockers.errand import Errand, Phase, follow, opened_after_all, stayed_shut
from screens.lockers.telling import tell

ORDER, RENTAL, A, B = EntryId("o"), RentalId("r"), DoorId("A01"), DoorId("A02")
PURPOSES = st.sampled_from((Purpose.STORE, Purpose.FETCH, Purpose.GIVE_BACK))
PROMISED = Promised(RENTAL, A, Size.M, "482917", "YZL1:x", datetime(2026, 2, 11, 6, tzinfo=UTC))


def steps(purpose: Purpose) -> st.SearchStrategy[Step]:
    return st.sampled_from(
        (
            PROMISED,
            Ordered(ORDER, A, purpose),
            Opened(ORDER, A, Outcome.OPENED),
            NotOpened(ORDER, A, Outcome.NOT_OPENED, purpose, RENTAL, another=B),
            NotOpened(ORDER, A, Outcome.NOT_OPENED, purpose, RENTAL, ended=True),
            NotOpened(ORDER, A, Outcome.NOT_SENT, purpose, RENTAL),
            Unsure(ORDER, A, RENTAL),
            IsShut(ORDER, A, purpose, seen_open=True),
            IsShut(ORDER, A, purpose, seen_open=False),
            StandsOpen(ORDER, A, 30),
            Said(Refused("occupied")),
            Said(Refused("full")),
            Failed(),
        )
    )


@given(st.data(), PURPOSES)
def test_any_order_of_steps_leads_to_something_that_can_be_said(
    data: st.DataObject, purpose: Purpose
) -> None:
    errand = Errand(purpose, door=A)
    for step in data.draw(st.lists(steps(purpose), max_size=8)):
        errand = follow(errand, step)
        telling = tell(errand, str, until="14:00", alarm=False)
        assert telling.headline
        assert "{" not in telling.headline + telling.sentence


@given(st.data(), PURPOSES)
def test_nothing_is_called_done_that_was_not_sensed_or_said(
    data: st.DataObject, purpose: Purpose
) -> None:
    errand = Errand(purpose, door=A)
    for step in data.draw(st.lists(steps(purpose), max_size=8)):
        before, errand = errand, follow(errand, step)
        if errand.phase is Phase.SHUT and before.phase is not Phase.SHUT:
            seen = isinstance(step, IsShut) and step.seen_open
            said = isinstance(step, Said) and step.refused.reason == "occupied"
            assert seen or said
        assert errand.phase is not Phase.KEPT  # only a person says so


def test_another_door_that_opened_before_the_news_of_the_first_stays_open() -> None:
    errand = follow(follow(Errand(Purpose.STORE), PROMISED), Opened(ORDER, B, Outcome.OPENED))
    errand = follow(
        errand, NotOpened(ORDER, A, Outcome.NOT_OPENED, Purpose.STORE, RENTAL, another=B)
    )
    assert (errand.phase, errand.door, errand.moved_from) == (Phase.OPEN, B, A)


def test_the_code_is_gone_with_a_rental_that_never_opened() -> None:
    errand = follow(Errand(Purpose.STORE), PROMISED)
    assert stayed_shut(errand).code == ""
    ended = NotOpened(ORDER, A, Outcome.NOT_OPENED, Purpose.STORE, RENTAL, ended=True)
    assert follow(errand, ended).qr == ""


def test_what_the_resident_said_outlives_a_door_that_is_only_seen_shut() -> None:
    unsure = follow(follow(Errand(Purpose.STORE), PROMISED), Unsure(ORDER, A, RENTAL))
    kept = opened_after_all(unsure)
    assert follow(kept, IsShut(ORDER, A, Purpose.STORE, seen_open=False)).phase is Phase.KEPT


def test_a_give_back_that_nobody_saw_is_left_to_the_staff() -> None:
    errand = follow(Errand(Purpose.GIVE_BACK), Ordered(ORDER, A, Purpose.GIVE_BACK))
    shut = IsShut(ORDER, A, Purpose.GIVE_BACK, seen_open=False)
    assert follow(errand, shut).phase is Phase.UNSEEN


def test_who_said_it_did_not_open_is_told_when_it_had() -> None:
    errand = stayed_shut(follow(Errand(Purpose.STORE), PROMISED))
    assert follow(errand, Said(Refused("occupied"))).phase is Phase.SHUT
