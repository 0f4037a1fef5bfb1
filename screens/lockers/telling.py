"""What the door page says in each phase of an errand: one table of headlines and sentences."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from kiosk.lockers.events import Purpose
from kiosk.ports import Outcome
from screens.icons import Icon
from screens.lockers.errand import Errand, Phase
from screens.widgets.cards import Telling

Say = Callable[[str], str]
"""Gives a sentence in the language of the visit."""


def tell(errand: Errand, _: Say, *, until: str, alarm: bool) -> Telling:
    """Return what to say.

    Args:
        until: end of the rental, in words.
        alarm: the door has stood open so long that the staff were told.
    """
    door = errand.door or ""
    telling = _telling(errand, _, alarm=alarm)
    stands_alone = errand.phase in (Phase.SHUT, Phase.KEPT, Phase.UNSURE)
    fill = {"door": door, "until": until, "before": errand.moved_from or ""}
    return msgspec.structs.replace(
        telling,
        stands_alone=stands_alone,
        headline=telling.headline.format(**fill),
        sentence=telling.sentence.format(**fill),
    )


def _telling(errand: Errand, _: Say, *, alarm: bool) -> Telling:
    match errand.phase:
        case Phase.ASKED | Phase.OPENING:
            return _opening(errand, _)
        case Phase.OPEN:
            return _open(errand, _, alarm=alarm)
        case Phase.SHUT:
            return _done(errand, _)
        case Phase.KEPT:
            return _kept(errand, _)
        case Phase.UNSURE:
            return Telling(
                "care",
                Icon.CONTACT_SUPPORT,
                _("Did door {door} open?"),
                _("The machine cannot see it. Please look and touch the answer."),
            )
        case Phase.UNSEEN:
            return Telling(
                "care",
                Icon.INFO,
                _("Thank you"),
                _("The machine did not see door {door} open. The staff will look at it."),
            )
        case Phase.ENDED:
            return Telling(
                "bad",
                Icon.ERROR,
                _("No door opened. We are sorry."),
                _("Nothing was stored and no door is kept for you. Please choose again."),
            )
        case _:
            return _not_opened(errand, _)


def _opening(errand: Errand, _: Say) -> Telling:
    if errand.moved_from is not None:
        return Telling(
            "care",
            Icon.HOURGLASS_TOP,
            _("Now door {door} is opening"),
            _("Door {before} did not open. You have door {door} instead."),
        )
    return Telling(
        "quiet",
        Icon.HOURGLASS_TOP,
        _("Door {door} is opening"),
        _("One moment, please …"),
    )


def _open(errand: Errand, _: Say, *, alarm: bool) -> Telling:
    if alarm:
        return Telling(
            "bad",
            Icon.WARNING,
            _("Door {door} is still open"),
            _("The staff have been told. Please shut the door firmly."),
        )
    if errand.open_for:
        return Telling(
            "care",
            Icon.WARNING,
            _("Door {door} is still open"),
            _("Please shut the door firmly, until it clicks."),
        )
    what = {
        Purpose.STORE: _("Put your things in, then shut the door firmly."),
        Purpose.FETCH: _("Take what you need, then shut the door firmly."),
        Purpose.GIVE_BACK: _("Take everything out, then shut the door firmly."),
    }
    return Telling("good", Icon.DOOR_OPEN, _("Door {door} is open"), what[errand.purpose])


def _done(errand: Errand, _: Say) -> Telling:
    if errand.hand_over:
        return Telling(
            "good",
            Icon.CHECK_CIRCLE,
            _("Fetched from door {door}"),
            _("Whoever put it in sees that you have it. Goodbye!"),
        )
    match errand.purpose:
        case Purpose.STORE:
            return Telling(
                "good",
                Icon.CHECK_CIRCLE,
                _("Stored in door {door}"),
                _("Remember door and code, or take a photo. Yours until {until}."),
            )
        case Purpose.GIVE_BACK:
            return Telling(
                "good",
                Icon.CHECK_CIRCLE,
                _("Given back, thank you"),
                _("Door {door} is free again. Goodbye!"),
            )
        case _:
            return Telling(
                "good",
                Icon.LOCK,
                _("Your things are still in door {door}"),
                _("Your code stays the same. Yours until {until}."),
            )


def _kept(errand: Errand, _: Say) -> Telling:
    """Only the resident saw the door open, so nothing is claimed but what the record holds."""
    sentence = (
        _("The machine did not see it open. Check that it is shut. Your code holds until {until}.")
        if errand.purpose is Purpose.STORE
        else _("The machine did not see it open. Check that it is shut. Your code stays the same.")
    )
    return Telling("care", Icon.LOCK, _("Door {door} is kept for you"), sentence)


def _not_opened(errand: Errand, _: Say) -> Telling:
    if errand.outcome is Outcome.NOT_SENT:
        return Telling(
            "bad",
            Icon.ERROR,
            _("Door {door} was not opened"),
            _("The doors do not answer now. Your things are safe inside. Please ask the staff."),
        )
    return Telling(
        "bad",
        Icon.ERROR,
        _("Door {door} did not open"),
        _("Your things are safe inside. Try once more, or ask the staff."),
    )
