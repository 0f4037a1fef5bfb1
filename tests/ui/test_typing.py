"""The typing page, touched: what a person types is what stands in the visit."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.typing.draft import Draft
from kiosk.typing.fields import Field, Kind
from screens.base import KioskScreen
from screens.shown import shown
from screens.theme import Screen
from screens.typing.typing import DRAFTS
from screens.visit import Language
from screens.widgets.keys import ArrowKey, CandidateKey, SignKey
from screens.widgets.layers import Act, Layer
from tests.ui.harness import PANELS, PORTRAIT, SMALL, HandLane, Stage
from tests.ui.people import PINYIN, WORDS, services
from tests.ui.tree import faults

ORGANISATION = Field(name="organisation", label="哪个组织？", words=("农垦中学", "垦家大院"))
NAME = Field(name="name", label="叫什么名字？", kind=Kind.NAME)
PHONE = Field(name="phone", label="手机号？", kind=Kind.PHONE, hint="用来通知结果")
LATIN = Field(name="latin", label="英文？", kind=Kind.LATIN)
DIGITS = Field(name="digits", label="多少人？", kind=Kind.DIGITS, limit=3)
FIELDS = (ORGANISATION, NAME, PHONE, LATIN, DIGITS)


class After(KioskScreen):
    """The page that follows."""


def stage(screen: Screen = PORTRAIT, **changed: Any) -> Stage:
    return Stage(screen, services=services(**changed), pages={"after": After})


def ask(at: Stage, field: Field, *, language: Language = Language.ZH, **given: Any) -> None:
    at.navigator.visit.language = language
    at.navigator.home()
    at.navigator.go("typing", field=field, **given)
    at.settle()


def press(at: Stage, *signs: str) -> None:
    """Touch keys as a person does."""
    for sign in signs:
        at.advance(0.3)
        (key,) = (w for w in at.widgets() if isinstance(w, SignKey) and w.sign == sign)
        at.tap(*key.center, wait=0)


def leaf(at: Stage) -> list[str]:
    """The candidates that are shown."""
    keys = [w for w in at.widgets() if isinstance(w, CandidateKey) and w.opacity]
    return [key.text for key in sorted(keys, key=lambda key: key.place)]


def choose(at: Stage, text: str) -> None:
    """Touch a candidate, turning leaves until it is there."""
    for _ in range(30):
        found = [w for w in at.widgets() if isinstance(w, CandidateKey) and w.text == text]
        if found:
            at.tap(*found[0].center, wait=0.5)
            return
        turn(at)
    raise AssertionError(f"{text} is on no leaf")


def turn(at: Stage, by: int = 1) -> None:
    arrows = [w for w in at.widgets() if isinstance(w, ArrowKey) and w.opacity]
    at.tap(*arrows[max(0, by) if len(arrows) > 1 else 0].center, wait=0.5)


def text(at: Stage) -> str:
    draft: Draft = at.page.draft
    return draft.text


# -- typing hanzi ------------------------------------------------------------------------------


@pytest.mark.parametrize("screen", PANELS.values(), ids=PANELS)
def test_a_word_of_the_place_is_four_letters_and_one_touch(screen: Screen) -> None:
    with stage(screen) as at:
        ask(at, Field(name="o", label="哪个组织？"), then="after")
        press(at, *"kjdy")
        assert leaf(at)[0] == WORDS[0]
        choose(at, WORDS[0])
        press(at, Act.DONE)
        assert at.place == "after"
        assert at.navigator.visit.given["o"] == "垦家大院"
        assert DRAFTS not in at.navigator.visit.given or not at.navigator.visit.given[DRAFTS]


@pytest.mark.parametrize("screen", PANELS.values(), ids=PANELS)
def test_a_rare_name_is_chosen_hanzi_by_hanzi(screen: Screen) -> None:
    with stage(screen) as at:
        ask(at, NAME, then="after")
        press(at, *"fulankui")
        for sign in "符兰葵":
            choose(at, sign)
        assert text(at) == "符兰葵"
        press(at, Act.DONE)
        assert at.navigator.visit.given["name"] == "符兰葵"


def test_choosing_a_part_leaves_the_other_letters() -> None:
    with stage() as at:
        ask(at, NAME)
        press(at, *"wangyue")
        choose(at, "王")
        assert (text(at), at.page.draft.letters) == ("王", "yue")
        assert "王 yue|" in at.texts()


def test_words_of_the_field_are_offered_before_anything_is_typed() -> None:
    with stage() as at:
        ask(at, ORGANISATION, then="after")
        assert leaf(at) == ["农垦中学", "垦家大院"]
        choose(at, "农垦中学")
        assert text(at) == "农垦中学"
        assert leaf(at) == []


def test_leaves_turn_forth_and_back() -> None:
    with stage() as at:
        ask(at, ORGANISATION)
        press(at, *"shi")
        first = leaf(at)
        turn(at)
        second = leaf(at)
        assert second
        assert not set(first) & set(second)
        turn(at, by=-1)
        assert leaf(at) == first


def test_on_a_small_panel_the_first_leaf_follows_the_last() -> None:
    with stage(SMALL) as at:
        ask(at, ORGANISATION)
        press(at, *"women")
        first = leaf(at)
        for _ in range(40):
            turn(at)
            if leaf(at) == first:
                return
        raise AssertionError("the first leaf never came back")


def test_the_space_takes_the_first_candidate() -> None:
    with stage() as at:
        ask(at, ORGANISATION)
        press(at, *"shequ", Act.SPACE)
        assert text(at) == "社区"
        press(at, Act.SPACE, Act.SPACE)
        assert text(at) == "社区 "


# -- other keys --------------------------------------------------------------------------------


def test_other_layers_type_digits_latin_and_signs() -> None:
    with stage() as at:
        ask(at, ORGANISATION)
        press(at, Layer.DIGITS, "1", "2", "号", Layer.SIGNS, "（", Layer.LATIN, Act.SHIFT, "a", "b")
        assert text(at) == "12号（Ab"


def test_letters_that_wait_are_dropped_with_the_keys_of_pinyin() -> None:
    with stage() as at:
        ask(at, ORGANISATION)
        press(at, *"ken", Layer.DIGITS)
        assert at.page.draft == Draft()


def test_a_latin_field_has_no_pinyin_and_a_visit_in_english_begins_with_latin() -> None:
    with stage() as at:
        ask(at, LATIN)
        assert Layer.PINYIN not in at.page.board.keyboard.layers
        ask(at, NAME, language=Language.EN)
        press(at, *"anna", Act.SPACE, *"bo", Act.SPACE)
        assert text(at) == "Anna Bo "
        press(at, Layer.PINYIN, *"wang")
        assert leaf(at)[0] == "王"


def test_a_key_that_is_held_erases_on_and_on() -> None:
    with stage() as at:
        ask(at, ORGANISATION)
        press(at, *"kenjiadayuan")
        at.advance(0.5)
        (key,) = (w for w in at.widgets() if isinstance(w, SignKey) and w.sign == Act.ERASE)
        finger = at.down(*key.center)
        assert at.page.draft.letters == "kenjiadayua"
        at.advance(1.2, step=0.05)
        assert len(at.page.draft.letters) < 9
        at.up(finger)
        left = at.page.draft.letters
        at.advance(2)
        assert at.page.draft.letters == left


def test_leaving_lets_go_of_a_held_key() -> None:
    with stage() as at:
        ask(at, ORGANISATION)
        press(at, *"kenjia")
        at.advance(0.5)
        (key,) = (w for w in at.widgets() if isinstance(w, SignKey) and w.sign == Act.ERASE)
        at.down(*key.center)
        at.navigator.help()
        at.advance(3)
        assert at.navigator.visit.given[DRAFTS]["organisation"].letters == "kenji"


def test_a_trembling_finger_types_a_letter_once() -> None:
    with stage() as at:
        ask(at, ORGANISATION)
        press(at, "s")
        at.touch("s", wait=0.05)
        assert at.page.draft.letters == "s"


# -- limits and what is missing ----------------------------------------------------------------


def test_a_full_field_says_so_and_keeps_what_is_there() -> None:
    with stage() as at:
        ask(at, Field(name="short", label="?", limit=2))
        press(at, *"shequ", Act.SPACE, *"f")
        assert text(at) == "社区"
        assert "已满，最多 2 个字。" in at.texts()
        press(at, Act.ERASE)
        assert "已满，最多 2 个字。" not in at.texts()
        press(at, *"fuwu")
        choose(at, "服务")
        assert text(at) == "社"
        assert "已满，最多 2 个字。" in at.texts()


def test_done_says_what_is_missing() -> None:
    with stage() as at:
        ask(at, ORGANISATION, then="after")
        press(at, Act.DONE)
        assert "请先填写这一项。" in at.texts()
        press(at, *"ken", Act.DONE)
        assert "请先选好上面的字。" in at.texts()
        assert at.place == "typing"


@pytest.mark.parametrize("screen", PANELS.values(), ids=PANELS)
def test_a_telephone_number_stands_in_groups_and_is_checked(screen: Screen) -> None:
    with stage(screen) as at:
        ask(at, PHONE, then="after")
        for digit in "1380013":
            at.touch(digit, wait=0.3)
        assert "138 0013|" in at.texts()
        at.touch("完成")
        assert "还差 4 位，手机号共 11 位。" in at.texts()
        for digit in "8000":
            at.touch(digit, wait=0.3)
        at.touch("0")
        assert "已满 11 位。" in at.texts()
        at.touch("完成")
        assert at.navigator.visit.given["phone"] == "13800138000"


# -- nothing is lost, nothing is kept ----------------------------------------------------------


def test_half_typed_text_outlives_notice_language_help_and_back() -> None:
    with stage() as at:
        at.navigator.home()
        at.navigator.go("after")
        at.navigator.go("typing", field=NAME)
        press(at, *"wangyue")
        choose(at, "王")
        half = Draft("王", "yue")
        at.navigator.show_notice("门开着。")
        assert "门开着。" in at.texts()
        assert at.page.draft == half
        at.navigator.visit.language = Language.EN
        at.navigator.rebuild()
        assert at.page.draft == half
        assert at.page.board.keyboard.layer is Layer.PINYIN  # the letters wait for hanzi
        at.navigator.help()
        at.navigator.back()
        assert at.page.draft == half
        at.navigator.back()
        at.navigator.go("typing", field=NAME)
        assert at.page.draft == half


def test_what_was_given_stands_in_the_field_again() -> None:
    with stage() as at:
        ask(at, NAME, then="after")
        press(at, *"wang", Act.SPACE, Act.DONE)
        at.navigator.back()
        assert text(at) == "王"
        press(at, Act.CLEAR)
        assert text(at) == ""


def test_going_home_forgets_everything() -> None:
    with stage() as at:
        ask(at, NAME, then="after")
        press(at, *"wang", Act.SPACE, *"yue")
        kept = PINYIN._engine._lexicon.words.find.cache_info  # type: ignore[union-attr]
        assert kept().currsize > 0
        at.navigator.home()
        assert at.navigator.visit.given == {}
        assert kept().currsize == 0


def test_without_a_next_page_done_leads_back() -> None:
    with stage() as at:
        ask(at, NAME)
        press(at, *"wang", Act.SPACE, Act.DONE)
        assert at.place == "home"


def test_the_next_page_gets_what_it_is_given() -> None:
    with stage() as at:
        ask(at, NAME, then="after", then_given={"venue": "square"})
        press(at, *"wang", Act.SPACE, Act.DONE)
        assert at.page.given == {"venue": "square"}


def test_scanned_signs_the_font_lacks_are_boxes_and_stay_what_they_are() -> None:
    with stage() as at:
        at.navigator.home()
        at.navigator.visit.given["name"] = "王𠮷😀"
        at.navigator.go("typing", field=NAME, then="after")
        assert "王□□|" in at.texts()
        assert faults(at) == []
        press(at, Act.DONE)
        assert at.navigator.visit.given["name"] == "王𠮷😀"


def test_a_long_text_shows_its_end() -> None:
    with stage(SMALL) as at:
        ask(at, ORGANISATION)
        at.page.change(Draft("华垦社区党群服务驿站" * 5))
        (shown_text,) = (each for each in at.texts() if each.endswith("|"))
        assert shown_text.startswith("…")
        assert faults(at) == []


def test_what_is_typed_is_not_told_outside() -> None:
    with stage() as at:
        ask(at, NAME)
        press(at, *"wangyuehe")
        told = shown(at.navigator, PORTRAIT.height_px)
        words = " ".join([*(target["text"] for target in told["targets"]), *told["says"]])
        assert leaf(at)[0].startswith("王")
        assert "王" not in words
        assert "(1)" in words


# -- the engine comes when it comes ------------------------------------------------------------


def test_keys_work_while_the_lexicon_is_being_read() -> None:
    from kiosk.typing.source import PinyinSource

    lane = HandLane(at_once=False)
    with stage(pinyin=PinyinSource(lane, WORDS)) as at:
        ask(at, ORGANISATION)
        press(at, *"kjdy")
        assert leaf(at) == []
        assert "kjdy|" in at.texts()
        lane.run()
        at.settle()
        assert leaf(at)[0] == "垦家大院"


def test_a_lexicon_that_comes_after_the_page_is_gone_changes_nothing() -> None:
    from kiosk.typing.source import PinyinSource

    lane = HandLane(at_once=False)
    with stage(pinyin=PinyinSource(lane, WORDS)) as at:
        ask(at, ORGANISATION)
        at.navigator.home()
        lane.run()
        at.settle()
        assert at.place == "home"


def test_without_pinyin_there_are_the_other_keys() -> None:
    with stage(pinyin=None) as at:
        ask(at, NAME)
        press(at, "a")
        assert text(at) == "A"


# -- how it looks ------------------------------------------------------------------------------

DRAFTED = {
    "organisation": Draft("在", "kenjiadayuan"),
    "name": Draft("", "wangxiuying"),
    "phone": Draft("13800138000"),
    "latin": Draft("Community Station"),
    "digits": Draft("120"),
}
MOODS = {"plain": (False, False), "care": (True, False), "low": (False, True), "both": (True, True)}


@pytest.mark.parametrize("mood", MOODS)
@pytest.mark.parametrize("panel", PANELS)
def test_every_field_can_be_read_and_hit(panel: str, mood: str) -> None:
    found = []
    with stage(PANELS[panel]) as at:
        for language in Language:
            for field in FIELDS:
                at.navigator.visit.care, at.navigator.visit.low = MOODS[mood]
                at.navigator.visit.language = language
                at.navigator.home()
                at.navigator.visit.given[DRAFTS] = {field.name: DRAFTED[field.name]}
                at.navigator.go("typing", field=field)
                found += [f"{field.name} {language}: {each}" for each in faults(at)]
                if field is ORGANISATION and language is Language.ZH:
                    for layer in at.page.board.keyboard.layers[1:]:
                        at.page.board.keyboard.layer = layer
                        found += [f"{field.name} {layer}: {each}" for each in faults(at)]
                at.page.done()
                found += [f"{field.name} {language} said: {each}" for each in faults(at)]
    assert not found, "\n".join(["", *found])
