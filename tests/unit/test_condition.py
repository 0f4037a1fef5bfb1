"""What a terminal says of its banks, in a word."""

from __future__ import annotations

from kiosk.condition import standing
from kiosk.ids import BankId
from kiosk.lockers.steps import BankSeen

A = BankId("A")


def test_a_bank_that_has_not_answered_yet_is_away_and_not_well() -> None:
    assert standing(BankSeen(A, online=False)) == "away"
    assert standing(BankSeen(A, online=False, why_not="missing")) == "missing"
    assert standing(BankSeen(A, online=True)) == ""
