"""Millimetres are millimetres, and every colour can be read."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screens.theme import CAPITAL, NORMAL, STRONG, Family, Role, Screen, Theme, contrast, rgb

PANELS = (
    Screen(267.9, 476.3, 1080, 1920),
    Screen(476.3, 267.9, 1920, 1080),
    Screen(217.7, 136.1, 1280, 800),
    Screen(708.4, 398.5, 3840, 2160),
)
GROUNDS = ("page", "card", "quiet", "primary", "pressed", "idle", "good", "care", "bad", "staff")


@pytest.mark.parametrize(
    ("screen", "px_per_mm"), list(zip(PANELS, (4.03, 4.03, 5.88, 5.42), strict=True))
)
def test_a_panel_knows_its_pixels_in_a_millimetre(screen: Screen, px_per_mm: float) -> None:
    assert screen.px_per_mm == pytest.approx(px_per_mm, abs=0.01)


@given(st.floats(0.1, 500), st.sampled_from(PANELS))
def test_a_length_is_never_shorter_than_it_says_and_less_than_a_pixel_longer(
    length: float, screen: Screen
) -> None:
    exact = length * screen.px_per_mm
    assert exact <= Theme(screen).mm(length) < exact + 1.000001
    assert Theme(screen).mm(length) == math.ceil(exact)


@pytest.mark.parametrize("screen", PANELS)
@pytest.mark.parametrize("care", [False, True])
def test_no_type_is_smaller_than_it_may_be(screen: Screen, care: bool) -> None:
    theme = Theme(screen, care=care)
    for role in Role:
        capital = theme.font(role) * CAPITAL / screen.px_per_mm
        assert capital >= (7.3 if care else 4.8)


@pytest.mark.parametrize("screen", PANELS)
def test_buttons_keys_and_targets_are_large_enough_for_a_hand(screen: Screen) -> None:
    theme = Theme(screen)
    exact = screen.px_per_mm
    assert theme.button >= 20 * exact
    assert theme.key >= 20 * exact
    assert theme.target >= 16 * exact
    assert theme.gap >= 3 * exact
    assert theme.footer >= theme.button


@pytest.mark.parametrize(("palette", "least"), [(NORMAL, 4.5), (STRONG, 7.0)])
def test_every_ink_can_be_read_on_its_ground(palette: object, least: float) -> None:
    theme = Theme(PANELS[0], care=palette is STRONG)
    for tone in (*Family, *GROUNDS):
        ground = theme.ground(tone)
        assert contrast(ground.fill, ground.ink) >= least, tone


@pytest.mark.parametrize(("palette", "least"), [(NORMAL, 4.5), (STRONG, 7.0)])
def test_quiet_words_can_be_read_on_page_card_and_quiet(palette: object, least: float) -> None:
    theme = Theme(PANELS[0], care=palette is STRONG)
    for tone in ("page", "card", "quiet"):
        assert contrast(theme.ground(tone).fill, theme.palette.muted) >= least


def test_the_edge_of_a_pale_button_can_be_seen_in_care_mode() -> None:
    # WCAG 2.2, 1.4.11: 3:1 for the boundary of a control.
    assert contrast(STRONG.line, STRONG.page.fill) >= 3


def test_the_seven_colours_differ() -> None:
    for palette in (NORMAL, STRONG):
        assert len({ground.fill for ground in palette.families.values()}) == len(Family)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast(rgb("#000000"), rgb("#FFFFFF")) == pytest.approx(21)
    assert contrast(rgb("#777777"), rgb("#FFFFFF")) == pytest.approx(4.48, abs=0.01)


def test_low_mode_halves_a_panel_that_is_high_enough() -> None:
    upright, lying, small, _ = (Theme(screen, low=True) for screen in PANELS)
    assert upright.lowered
    assert not upright.portrait
    assert lying.lowered
    assert not small.lowered
