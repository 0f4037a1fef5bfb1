"""Who tries many links has to wait a minute; nobody else does."""

from __future__ import annotations

from kiosk.hub.guesses import MOST_WRONG, WITHIN, Guesses

HERE, THERE = "192.0.2.1", "192.0.2.2"


class Seconds:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def tired(guesses: Guesses, sender: str = HERE) -> Guesses:
    for _ in range(MOST_WRONG):
        assert guesses.may_try(sender, "x")
        guesses.wrong(sender)
    return guesses


def test_too_many_wrong_links_of_one_sender_rest_for_a_minute() -> None:
    seconds = Seconds()
    guesses = tired(Guesses(seconds))
    assert not guesses.may_try(HERE, "x")
    assert guesses.may_try(THERE, "x")
    seconds.now = WITHIN
    assert guesses.may_try(HERE, "x")


def test_a_link_that_was_good_is_looked_at_again_from_the_same_place() -> None:
    guesses = Guesses(Seconds())
    guesses.good("mine")
    tired(guesses)
    assert guesses.may_try(HERE, "mine")


def test_a_household_with_many_addresses_counts_as_one() -> None:
    guesses = Guesses(Seconds())
    for number in range(MOST_WRONG):
        guesses.wrong(f"2001:db8::{number:x}")
    assert not guesses.may_try("2001:db8::ffff", "x")
    assert guesses.may_try("2001:db8:1::1", "x")


def test_who_names_no_address_is_counted_too() -> None:
    assert not tired(Guesses(Seconds()), "").may_try("", "x")
