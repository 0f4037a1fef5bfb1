"""Settings by touch: every one has a name, every kind has a page, every change has its history."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from kiosk.ids import SettingKey
from kiosk.phrases.setting_titles import choices, group_of, groups, shown, titles
from kiosk.setting_keys import printed, specs
from kiosk.staff.events import SettingChanged
from kiosk.words import Words
from screens.staff.settings import EDITORS
from screens.widgets.keys import SignKey
from screens.widgets.layers import Act, Layer
from tests.ui.harness import SMALL
from tests.ui.staff.house import House, Worker, working
from tests.ui.staff.showings import change


def value(house: House, key: str) -> str:
    return printed(house.staff.settings, SettingKey(key))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_setting_has_a_title_in_both_languages(language: str) -> None:
    said = titles(Words(language).gettext)
    assert set(said) == set(specs())
    assert all(said.values())
    if language == "zh":
        assert not [text for text in said.values() if text.isascii()]


def test_every_setting_stands_in_a_group_and_has_a_page() -> None:
    assert {group_of(key) for key in specs()} == set(groups(str))
    assert {spec.kind for spec in specs().values()} == set(EDITORS)


def test_every_choice_has_words() -> None:
    from kiosk.setting_keys import Kind

    offered = {
        word for spec in specs().values() if spec.kind is Kind.CHOICE for word in spec.choices
    }
    assert offered == set(choices(str))


def test_every_default_can_be_shown() -> None:
    from kiosk.settings import Settings

    for key, spec in specs().items():
        assert shown(str, spec, printed(Settings(), key))


def test_a_number_is_changed_by_steps_and_the_history_says_who_and_what(house: House) -> None:
    with working(house, as_="02") as worker:
        worker.press("Settings")
        worker.press("Lockers")
        worker.press("Grace after the time (minutes)")
        worker.press("+ 10")
        worker.press("\N{MINUS SIGN} 1")
        worker.press("Save")
        assert worker.place == "staff.setting_group"
        assert worker.says("24")
        worker.press("Back")
        worker.press("Changes of settings")
        assert worker.says("10:00 · Number 02 · Grace after the time (minutes)")
        assert worker.says("15 → 24")
    assert value(house, "lockers.grace_min") == "24"


def test_steps_stop_at_the_ends_of_the_range(house: House) -> None:
    with working(house, as_="02", page="staff.set_number", key=SettingKey("staff.pin_tries")) as w:
        for _ in range(3):
            w.press("+ 5")
        assert w.says("10")
        for _ in range(3):
            w.press("\N{MINUS SIGN} 5")
        assert w.says("3")
        assert w.says("Between 3 and 10")


def test_a_share_is_changed_in_percent(house: House) -> None:
    key = SettingKey("lockers.reminder_share")
    with working(house, as_="02", page="staff.set_number", key=key) as worker:
        worker.press("+ 10%")
        worker.press("Save")
    assert value(house, key) == "0.9"


def test_points_are_changed_by_halves(house: House) -> None:
    key = SettingKey("integrity.late_cancel")
    with working(house, as_="02", page="staff.set_number", key=key) as worker:
        assert worker.says("0.5")
        worker.press("+ 0.5")
        worker.press("+ 1")
        worker.press("Save")
    assert value(house, key) == "2"


def test_values_that_do_not_go_together_are_refused_by_the_name_of_the_other(house: House) -> None:
    key = SettingKey("lockers.max_hours")
    with working(house, as_="02", page="staff.set_number", key=key) as worker:
        for _ in range(5):
            worker.press("\N{MINUS SIGN} 10")
        worker.press("Save")
        assert worker.says("This does not go together with: Usual time of a door (hours).")
    assert value(house, key) == "24"


def test_saving_what_holds_already_says_so(house: House) -> None:
    key = SettingKey("lockers.max_hours")
    with working(house, as_="02", page="staff.set_number", key=key) as worker:
        worker.press("Save")
        assert worker.says("Nothing was changed: it is so already.")


def test_hours_are_moved_by_touching_a_time(house: House) -> None:
    key = SettingKey("hours.sat")
    with working(house, SMALL, as_="02", page="staff.set_hours", key=key) as worker:
        worker.press("08:30")
        worker.press("+ 1 h")
        worker.press("19:30")
        worker.press("− 15 min")
        worker.press("Save")
    assert value(house, key) == "09:30-19:15"


def test_hours_can_have_a_break_and_a_day_can_be_closed(house: House) -> None:
    key = SettingKey("hours.sun")
    with working(house, as_="02", page="staff.set_hours", key=key) as worker:
        worker.press("19:30")
        for _ in range(7):
            worker.press("− 1 h")
        worker.press("Add")
        worker.press("Save")
    assert value(house, key) == "08:30-12:30, 13:30-16:30"
    with working(house, as_="02", page="staff.set_hours", key=key) as worker:
        worker.press("Remove")
        worker.press("Remove")
        assert worker.says("Closed all day")
        worker.press("Save")
    assert value(house, key) == "closed"


def test_hours_that_overlap_are_refused_in_words(house: House) -> None:
    key = SettingKey("hours.sun")
    with working(house, as_="02", page="staff.set_hours", key=key) as worker:
        worker.press("08:30")
        for _ in range(12):
            worker.press("+ 1 h")
        worker.press("Save")
        assert worker.says("Each time must open before it closes")
    assert value(house, key) == "08:30-19:30"


def test_a_choice_is_one_touch(house: House) -> None:
    key = SettingKey("notice.counting")
    with working(house, as_="02", page="staff.set_choice", key=key) as worker:
        worker.press("Whole working days lie between")
    assert value(house, key) == "clear_days"


def test_what_a_role_may_do_is_switched_on_and_off(house: House) -> None:
    key = SettingKey("roles.attendant")
    before = set(value(house, key).split(", "))
    with working(house, as_="01", page="staff.set_permissions", key=key) as worker:
        worker.press("Take doors out of service")
        worker.press("Clear overdue doors")
        worker.press("Save")
    assert set(value(house, key).split(", ")) == before ^ {"block_doors", "clear_doors"}


def test_the_administrator_cannot_lock_everybody_out(house: House) -> None:
    key = SettingKey("roles.administrator")
    with working(house, as_="01", page="staff.set_permissions", key=key) as worker:
        worker.press("Manage the staff")
        worker.press("Save")
        assert worker.says("An administrator must keep changing settings and managing staff.")


def keys(worker: Worker, *signs: str) -> None:
    """Touch keys of the keyboard as a person does."""
    for sign in signs:
        worker.advance(0.3)
        (key,) = (w for w in worker.widgets() if isinstance(w, SignKey) and w.sign == sign)
        worker.tap(*key.center, wait=0)


def test_english_words_are_typed_and_numbers_of_phones_too(house: House) -> None:
    key = SettingKey("labels.welcome.en")
    with working(house, as_="02", page="staff.set_text", key=key) as worker:
        worker.press("Type")
        keys(worker, Act.CLEAR, Act.SHIFT, "h", "i", Layer.SIGNS, "!", Act.DONE)
        assert value(house, key) != "Hi!"
        worker.press("Save: Hi!")
    assert value(house, key) == "Hi!"
    key = SettingKey("labels.phone")
    with working(house, as_="02", page="staff.set_text", key=key) as worker:
        worker.press("Type")
        keys(worker, Layer.DIGITS, *"0898-65", Act.DONE)
        worker.press("Save: 0898-65")
    assert value(house, key) == "0898-65"


def test_a_text_of_the_wrong_form_is_refused(house: House) -> None:
    key = SettingKey("notice.cut_off")
    with working(house, as_="02", page="staff.set_text", key=key) as worker:
        worker.press("Type")
        keys(worker, Layer.DIGITS, *"99:", Act.DONE)
        worker.press("Save: 99:")
        assert worker.says("This is empty, too long, or not of the right form.")


def test_a_text_that_was_emptied_is_saved_as_nothing(house: House) -> None:
    change(house, "notice.cut_off", "16:00")
    key = SettingKey("notice.cut_off")
    with working(house, as_="02", page="staff.set_text", key=key) as worker:
        worker.press("Type")
        keys(worker, Act.CLEAR, Act.DONE)
        worker.press("Save: nothing")
    assert value(house, key) == ""


def test_chinese_words_are_typed_or_chosen_from_what_was_there_before(house: House) -> None:
    before = value(house, "labels.welcome.zh")
    change(house, "labels.welcome.zh", "欢迎来到驿站")
    with working(house, as_="02", page="staff.setting_group", group="labels") as worker:
        worker.press("Welcome, Chinese")
        worker.press("Type")
        assert worker.page.draft.text == "欢迎来到驿站"
        keys(worker, Layer.SIGNS, "！", Act.DONE)
        assert worker.offers("Save: 欢迎来到驿站！")
        worker.press(before)
    assert value(house, "labels.welcome.zh") == before


def test_whoever_typed_nothing_has_nothing_to_save(house: House) -> None:
    key = SettingKey("labels.help.zh")
    with working(house, as_="02", page="staff.set_text", key=key) as worker:
        worker.press("Type")
        keys(worker, Act.DONE)
        assert not worker.offers("Save")


def test_a_role_without_the_permission_is_not_offered_settings_and_is_refused(
    house: House,
) -> None:
    with working(house, as_="04") as worker:
        assert not worker.offers("Settings")
    key = SettingKey("staff.pin_tries")
    with working(house, as_="04", page="staff.set_number", key=key) as worker:
        worker.press("+ 1")
        worker.press("Save")
        assert worker.says("Your role may not do this: Change settings.")
    assert not house.events(SettingChanged)


def test_changes_from_the_command_line_are_told_apart(house: House) -> None:
    from kiosk.staff import STAFF, rules
    from kiosk.tap import Tap

    house.station.do(
        Tap.fresh(), STAFF, rules.apply_setting, key=SettingKey("notice.days"), value="5"
    )
    with working(house, as_="02", page="staff.history") as worker:
        assert worker.says("At the machine · Working days of notice for a venue")
        assert worker.says("3 → 5")


def test_a_station_that_changed_nothing_has_an_empty_history(house: House) -> None:
    assert house.staff.seed != MappingProxyType({})
    with working(house, as_="02", page="staff.history") as worker:
        assert worker.says("Nothing was changed since the station began.")
