"""Settings have one printed form, one range, and refuse what contradicts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import Refused
from kiosk.hours import MIDNIGHT, Hours, Span, print_spans, read_spans
from kiosk.ids import SettingKey
from kiosk.setting_keys import (
    Kind,
    SettingSpec,
    changed,
    changes,
    print_all,
    printed,
    replayed,
    replayed_all,
    specs,
)
from kiosk.settings import Permission, Role, Settings, contradictions, need

KEYS = sorted(specs())
NEW: dict[Kind, Callable[[SettingSpec], str]] = {
    Kind.NUMBER: lambda spec: f"{spec.high:g}",
    Kind.SHARE: lambda spec: f"{spec.high:g}",
    Kind.POINTS: lambda spec: f"{spec.high:g}",
    Kind.TEXT: lambda spec: "12:30" if "cut_off" in spec.key else "021-555 0100",
    Kind.CHOICE: lambda spec: spec.choices[-1],
    Kind.HOURS: lambda spec: "06:00-12:00, 13:00-24:00",
    Kind.PERMISSIONS: lambda spec: ", ".join(spec.choices),
}
TOGETHER = {
    "lockers.ajar_first_s",
    "lockers.ajar_second_s",
    "lockers.rest_first_min",
    "bookings.offer_day_min",
    "integrity.warn_from",
    "integrity.shorter_from",
    "integrity.shorter_days",
}


def refusal(key: str, text: str) -> str:
    with pytest.raises(Refused) as refused:
        changed(Settings(), SettingKey(key), text)
    assert refused.value.reason == "bad_value"
    assert refused.value.facts["key"] == key
    return str(refused.value.facts["why"])


@pytest.mark.parametrize("key", [key for key in KEYS if key not in TOGETHER])
def test_every_setting_can_be_changed_and_reads_back_as_printed(key: SettingKey) -> None:
    text = NEW[specs()[key].kind](specs()[key])
    after = changed(Settings(), key, text)
    assert printed(after, key) == text
    assert {one.key for one in changes(Settings(), after)} <= {key}
    assert replayed(Settings(), key, text) == after


def test_everything_printed_gives_the_settings_back() -> None:
    settings = changed(Settings(), SettingKey("hours.sun"), "closed")
    settings = changed(settings, SettingKey("labels.name.zh"), "新名字")
    assert replayed_all(print_all(settings)) == settings


@pytest.mark.parametrize(
    ("key", "text", "why"),
    [
        ("lockers.default_hours", "0", "between 1 and 24"),
        ("lockers.default_hours", "25", "between 1 and 24"),
        ("lockers.default_hours", "four", "not a whole number"),
        ("lockers.reminder_share", "nan", "between 0 and 1"),
        ("lockers.reminder_share", "1,5", "not a number"),
        ("lockers.max_hours", "3", "lockers.default_hours"),
        ("lockers.ajar_first_s", "60", "must come before"),
        ("lockers.rest_first_min", "17", "lockers.rest_longest_min (16)"),
        ("bookings.offer_day_min", "61", "bookings.offer_min (60)"),
        ("bookings.resident_groups", "yes", "may_apply, may_not_apply"),
        ("integrity.late_cancel", "nan", "between 0 and 20"),
        ("integrity.warn_from", "2.5", "must not be more than integrity.shorter_from"),
        ("integrity.shorter_days", "61", "bookings.horizon_days (60)"),
        ("hours.mon", "19:30-08:30", "closes before it opens"),
        ("hours.mon", "", "not of the form"),
        ("labels.name.zh", "  ", "must not be empty"),
        ("labels.name.zh", "字" * 201, "longer than 200"),
        ("labels.name.zh", "a\nb", "one line"),
        ("labels.phone", "call me", "telephone number"),
        ("notice.cut_off", "24:00", "time of day"),
        ("notice.counting", "fourth_day", "third_day, clear_days"),
        ("roles.attendant", "view_doors, fly", '"fly" is not one of'),
        ("roles.administrator", "view_doors, change_settings", "manage_staff"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_a_reason(key: str, text: str, why: str) -> None:
    assert why in refusal(key, text)


def test_a_key_nobody_knows_is_refused_by_rules_and_ignored_by_folds() -> None:
    for act in (lambda key: changed(Settings(), key, "1"), lambda key: printed(Settings(), key)):
        with pytest.raises(Refused, match="unknown_setting"):
            act(SettingKey("lockers.colour"))
    assert replayed(Settings(), SettingKey("lockers.colour"), "1") == Settings()


@given(st.sampled_from(KEYS), st.text(max_size=20))
def test_a_fold_never_fails_and_a_rule_only_refuses(key: SettingKey, text: str) -> None:
    after = replayed(Settings(), key, text)
    with suppress(Refused):
        assert changed(Settings(), key, text) == after
        assert contradictions(after) == ()


def test_a_contradiction_that_was_there_before_does_not_block_other_changes() -> None:
    odd = replayed(Settings(), SettingKey("lockers.max_hours"), "2")
    assert contradictions(odd)
    assert changed(odd, SettingKey("lockers.grace_min"), "20").lockers.grace_min == 20


def test_permissions_are_kept_in_one_order() -> None:
    key = SettingKey("roles.attendant")
    one = changed(Settings(), key, "open_doors, view_doors, view_doors")
    assert one == changed(Settings(), key, "view_doors,open_doors")
    assert changed(Settings(), key, "").permissions(Role.ATTENDANT) == ()


def test_every_role_has_its_permissions_and_no_more() -> None:
    settings = Settings()
    assert set(settings.permissions(Role.ADMINISTRATOR)) == set(Permission)
    for role in Role:
        assert settings.permissions(role) == getattr(settings.roles, role)
    need(settings, Role.TECHNICIAN, Permission.SET_CLOCK)
    with pytest.raises(Refused, match="not_allowed"):
        need(settings, Role.ATTENDANT, Permission.CHANGE_SETTINGS)


_TIMES = st.builds(time, st.integers(0, 23), st.integers(0, 59))


@given(st.lists(_TIMES, unique=True, max_size=8))
def test_hours_read_back_as_printed(times: list[time]) -> None:
    ends = sorted(times)
    spans = tuple(Span(*pair) for pair in zip(ends[::2], ends[1::2], strict=False))
    assert read_spans(print_spans(spans)) == spans


def test_a_day_may_end_at_midnight() -> None:
    (span,) = read_spans("22:00-24:00")
    assert span == Span(time(22), MIDNIGHT)
    assert print_spans((span,)) == "22:00-24:00"


@pytest.mark.parametrize(
    "text", ["8:30-9:30", "08:30–19:30", "08:30", "08:30-08:30", "24:00-24:00", "08:60-09:00", ","]
)
def test_hours_of_another_form_are_not_read(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_spans(text)


def test_the_station_is_open_from_its_opening_up_to_its_closing() -> None:
    hours = Hours(wed=read_spans("08:30-12:00, 14:30-18:00"), sun=())
    wednesday, sunday = date(2026, 2, 11), date(2026, 2, 15)
    opened = [
        at
        for at in (8.5, 11.9, 12, 14.5, 17.99, 18)
        if hours.is_open(wednesday, time(int(at), int(at % 1 * 60)))
    ]
    assert opened == [8.5, 11.9, 14.5, 17.99]
    assert hours.closing(wednesday) == time(18)
    assert hours.closing(sunday) is None
    assert not hours.is_open(sunday, time(12))
