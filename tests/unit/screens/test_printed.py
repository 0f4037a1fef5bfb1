"""What a page says about a slip: a sentence for everything that can happen, in both languages."""

from __future__ import annotations

import pytest

from kiosk.phrases import printed as print_words
from kiosk.ports import Printed, PrinterStatus, PrintOutcome, WhyNotPrinted
from kiosk.voice.clips import CLIPS
from kiosk.words import LANGUAGES, Words

EVERYTHING = [
    Printed(PrintOutcome.PRINTED),
    Printed(PrintOutcome.SENT),
    *(Printed(PrintOutcome.NOT_PRINTED, why) for why in WhyNotPrinted),
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_outcome_has_a_sentence_of_its_own(language: str) -> None:
    say = Words(language).gettext
    sentences = [print_words.sentence(printed, say) for printed in EVERYTHING]
    assert len(set(sentences)) == len(EVERYTHING)


def test_only_a_printed_slip_is_to_be_taken() -> None:
    for printed in EVERYTHING:
        taken = print_words.sentence(printed, str) == "Please take your slip."
        assert taken is (printed.outcome is PrintOutcome.PRINTED)
        assert (print_words.tone(printed) == "good") is taken
        assert (print_words.clip(printed) == "take_your_slip") is taken


def test_what_is_said_of_a_slip_is_recorded() -> None:
    for printed in EVERYTHING:
        assert print_words.clip(printed) in ("", *CLIPS)


def test_only_where_there_is_no_printer_nobody_may_print_again() -> None:
    refused = [printed.why for printed in EVERYTHING if not print_words.may_reprint(printed)]
    assert refused == [WhyNotPrinted.NO_PRINTER]


def test_staff_are_told_every_state() -> None:
    assert set(print_words.conditions(str)) == set(PrinterStatus)
