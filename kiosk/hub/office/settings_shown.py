"""Settings as staff see them: groups, values, who changed what; and what a form sends back."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from kiosk.hub.pages.forms import Fields
from kiosk.ids import SettingKey
from kiosk.phrases import staff as phrases
from kiosk.phrases.dates import moment_words
from kiosk.phrases.setting_titles import (
    between,
    choices,
    group_of,
    groups,
    shown,
    titles,
)
from kiosk.phrases.staff import Says
from kiosk.setting_keys import Kind, SettingSpec, printed, specs
from kiosk.settings import Permission
from kiosk.staff.records import SettingChange, Staff

VALUE = "value"
PRINTED = "printed"
"""A form has either what somebody typed, or a printed value as the history has it."""
_LONGEST = 8_000


class SettingShown(msgspec.Struct, frozen=True):
    """One setting with its value in words."""

    key: str
    title: str
    value: str


class GroupShown(msgspec.Struct, frozen=True):
    """Settings that belong together."""

    id: str
    title: str
    settings: tuple[SettingShown, ...]


class ChangeShown(msgspec.Struct, frozen=True):
    """One line of the history.

    Attributes:
        undo: the printed value that stood before; ``None`` where it cannot be put back.
    """

    key: str
    title: str
    when: str
    who: str
    before: str
    after: str
    undo: str | None


class FormShown(msgspec.Struct, frozen=True):
    """What a form for one setting needs.

    Attributes:
        value: as it is typed; a share is typed in per cent.
        choices: words of each choice, and whether it is chosen.
    """

    key: str
    title: str
    group: str
    kind: str
    value: str
    hint: str
    low: str
    high: str
    step: str
    choices: tuple[tuple[str, str, bool], ...]


def all_groups(_: Says, staff: Staff) -> list[GroupShown]:
    """Return every setting, in its group."""
    names = titles(_)
    found = []
    for group, title in groups(_).items():
        mine = [spec for spec in specs().values() if group_of(spec.key) == group]
        rows = tuple(
            SettingShown(
                spec.key,
                names.get(spec.key, spec.key),
                shown(_, spec, printed(staff.settings, spec.key)),
            )
            for spec in mine
        )
        found.append(GroupShown(group, title, rows))
    return found


def history(_: Says, staff: Staff, key: SettingKey | None = None) -> list[ChangeShown]:
    """Return the latest changes, of one setting only if ``key`` is given."""
    return [_change(_, each) for each in staff.history if key in (None, each.key)]


def form(_: Says, staff: Staff, spec: SettingSpec, typed: str | None = None) -> FormShown:
    """Return the form for one setting, with what was typed before if it was not taken."""
    value = printed(staff.settings, spec.key)
    given = typed if typed is not None else _as_typed(spec, value)
    per_cent = spec.kind is Kind.SHARE
    return FormShown(
        key=spec.key,
        title=titles(_).get(spec.key, spec.key),
        group=groups(_)[group_of(spec.key)],
        kind=spec.kind,
        value=given,
        hint=_hint(_, spec),
        low=f"{100 * (spec.low or 0) if per_cent else spec.low or 0:g}",
        high=f"{100 * (spec.high or 0) if per_cent else spec.high or 0:g}",
        step={Kind.POINTS: "0.5"}.get(spec.kind, "1"),
        choices=tuple(_choices(_, spec, given)),
    )


def sent(spec: SettingSpec, fields: Fields) -> tuple[str, str]:
    """Return the value a form brought in printed form, and as it was typed.

    Raises:
        Refused: ``bad_input`` (field).
    """
    if fields.every(PRINTED):
        raw = fields.text(PRINTED, most=_LONGEST)
        return raw, _as_typed(spec, raw)
    if spec.kind is Kind.PERMISSIONS:
        joined = ", ".join(fields.every(VALUE))
        return joined, joined
    typed = fields.text(VALUE, most=_LONGEST)
    return _as_printed(spec, typed), typed


def who(_: Says, actor: str) -> str:
    """Return who did something: a number, or what else writes entries."""
    kind, _colon, number = actor.partition(":")
    if kind == "staff":
        return _("Number {number}").format(number=number)
    words = {
        "resident": _("a resident"),
        "terminal": _("the terminal itself"),
        "command_line": _("At the machine"),
    }
    return words.get(actor, actor)


def _change(_: Says, change: SettingChange) -> ChangeShown:
    spec = specs().get(change.key)
    before, after = str(change.before), str(change.after)
    undo = None if spec is None else before
    if spec is not None:
        before, after = shown(_, spec, before), shown(_, spec, after)
    return ChangeShown(
        key=change.key,
        title=titles(_).get(change.key, str(change.key)),
        when=moment_words(_, change.at),
        who=who(_, change.actor),
        before=before,
        after=after,
        undo=undo,
    )


def _hint(_: Says, spec: SettingSpec) -> str:
    match spec.kind:
        case Kind.NUMBER | Kind.POINTS | Kind.SHARE:
            return between(_, spec)
        case Kind.HOURS:
            return _("Like 08:30-12:00, 14:30-18:00; or: closed")
        case _:
            return ""


def _choices(_: Says, spec: SettingSpec, value: str) -> Sequence[tuple[str, str, bool]]:
    if spec.kind is Kind.PERMISSIONS:
        words = phrases.permissions(_)
        given = {each.strip() for each in value.split(",")}
        return [(each, words[Permission(each)], each in given) for each in spec.choices]
    named = choices(_)
    return [(each, named.get(each, each), each == value) for each in spec.choices]


def _as_typed(spec: SettingSpec, value: str) -> str:
    return _scaled(value, 100) if spec.kind is Kind.SHARE else value


def _as_printed(spec: SettingSpec, typed: str) -> str:
    return _scaled(typed, 0.01) if spec.kind is Kind.SHARE else typed


def _scaled(text: str, factor: float) -> str:
    """Return a number so many times as large; what is none stays as it is, to be refused."""
    try:
        return f"{round(float(text) * factor, 6):g}"
    except ValueError:
        return text
