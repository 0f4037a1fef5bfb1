"""Every recorded clip by its name, with the words a person reads when recording it. Pure.

The one source: ``tools/voice.py`` speaks these words into ``assets/sounds/LANGUAGE/NAME.wav``, a
test compares both ways, and names never change, so that a person's recording takes the place of one
file (``docs/voice.md``).
"""

from __future__ import annotations

from collections.abc import Mapping
from string import ascii_uppercase
from types import MappingProxyType

import msgspec

LANGUAGES = ("zh", "en")
"""Languages of the voice, in the order they are spoken."""
CHIME = "chime"
"""Two notes before a call; the same in every language."""


class Said(msgspec.Struct, frozen=True):
    """The words of one clip; empty where a language needs no such clip.

    Attributes:
        pinyin: how ``zh`` is spoken where its signs do not tell: letters, telephone numbers.
    """

    zh: str = ""
    en: str = ""
    pinyin: str = ""

    def words(self, language: str) -> str:
        """Return the words in ``language``."""
        return self.en if language == "en" else self.zh


def letter_clip(letter: str) -> str:
    """Return the name of the clip of a capital letter."""
    return f"letter_{letter.lower()}"


def digit_clip(digit: str) -> str:
    """Return the name of the clip of a digit in a number read digit by digit."""
    return f"digit_{digit}"


def count_clip(count: int) -> str:
    """Return the name of the clip of a number that counts."""
    return f"count_{count}"


# How letters are named in China: after English, in the sounds of Mandarin.
_LETTERS = (
    *("ei1", "bi4", "xi1", "di4", "yi4", "ai2 fu5", "ji4", "ei1 qu5", "ai4", "zhei4"),
    *("kei4", "ai2 lou5", "ai2 mu5", "en1", "ou1", "pi1", "kiu1", "a4 er5", "ai2 si5"),
    *("ti4", "you1", "wei1", "da2 bu5 liu5", "ai2 ke5 si5", "wai1", "zei4"),
)
# 1 is yāo as on the telephone: yī and qī (7) are easily taken for each other.
_DIGITS = (
    *(("零", "ling2"), ("幺", "yao1"), ("二", "er4"), ("三", "san1"), ("四", "si4")),
    *(("五", "wu3"), ("六", "liu4"), ("七", "qi1"), ("八", "ba1"), ("九", "jiu3")),
)
_DIGITS_EN = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_COUNTS_ZH = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十")
_COUNTS_EN: Mapping[int, str] = MappingProxyType(
    dict(enumerate(_DIGITS_EN))
    | dict(
        enumerate(
            (
                *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen"),
                *("sixteen", "seventeen", "eighteen", "nineteen"),
            ),
            10,
        )
    )
    | {
        tens * 10: word
        for tens, word in enumerate(
            ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), 2
        )
    }
)


def _counts() -> dict[str, Said]:
    zh = dict(enumerate(_COUNTS_ZH, 1))
    numbers = [number for number in _COUNTS_EN if number]
    return {count_clip(each): Said(zh.get(each, ""), _COUNTS_EN[each]) for each in numbers}


def _letters() -> dict[str, Said]:
    return {
        letter_clip(letter): Said(letter, letter, pinyin)
        for letter, pinyin in zip(ascii_uppercase, _LETTERS, strict=True)
    }


def _digits() -> dict[str, Said]:
    return {
        digit_clip(str(number)): Said(sign, _DIGITS_EN[number], pinyin)
        for number, (sign, pinyin) in enumerate(_DIGITS)
    }


_OF_CALLS = {
    "please": Said("请", "Number"),
    "go_to": Said("号，到", "to counter"),
    "counter": Said(zh="号窗口"),
    "door": Said("号柜门", "Door"),
}
_OF_THE_SHELL = {
    "home": Said("您好，请选择要办的事。", "Welcome. Please choose a service."),
    "help": Said("需要帮忙，请按呼叫工作人员。", "For help, please call the staff."),
    "staff_called": Said("已经通知工作人员，请稍等。", "The staff have been told. Please wait."),
    "still_here": Said("我还在。您还需要时间吗？", "I am still here. Do you need more time?"),
    "sorry": Said("对不起，出了点问题，请找工作人员。", "Sorry, please ask the staff."),
    "not_possible": Said("现在办不了，请找工作人员。", "Not possible now. Please ask the staff."),
    "closed": Said("现在不办公。", "We are closed now."),
    "take_your_slip": Said("请拿好小票。", "Please take your slip."),
    "no_paper": Said("打印纸用完了，请记住屏幕上的号码。", "Please note what is on the screen."),
    "thank_you": Said("谢谢，请慢走。", "Thank you. Goodbye."),
    "power_is_out": Said("停电了，现在只能取物。", "The power is out. You can only fetch things."),
}
_OF_LOCKERS = {
    "lockers": Said("储物柜。存包，还是取物？", "Lockers. Store or pick up?"),
    "choose_size": Said("请选择柜门大小。", "Please choose a size."),
    "choose_time": Said("请选择时间。", "Please choose a time."),
    "door_and_code": Said("请输入柜门号和取件码。", "Please enter the door and the code."),
    "take_or_give_back": Said("取了东西，还要继续用吗？", "Do you want to keep the door?"),
    "reservation_code": Said("请输入预约码，或者扫码。", "Please enter or scan your code."),
    "door_opens": Said("柜门正在打开。", "The door is opening."),
    "door_is_open": Said("柜门开了，用完请关好。", "The door is open. Please shut it afterwards."),
    "shut_the_door": Said("请把柜门关好。", "Please shut the door."),
    "shut_the_door_now": Said("柜门还开着，请马上关好。", "The door is open. Please shut it now."),
    "door_not_open": Said("柜门没有打开，请看屏幕。", "The door did not open. See the screen."),
    "keep_your_code": Said("请记好取件码，可以拍照。", "Please keep your code, or photograph it."),
    "check_your_things": Said("请带好您的东西。", "Please take your things."),
    "wrong_code": Said("号码不对，请再试一次。", "That code is not right. Please try again."),
}
_OF_QUEUES = {
    "choose_service": Said("请选择要办的业务。", "Please choose a service."),
    "take_ticket": Said("请取票。", "Please take your ticket."),
    "wait_for_call": Said("请坐下等候叫号。", "Please wait until your number is called."),
    "you_missed_it": Said("您的号过了，请找工作人员。", "You missed your call. Please ask."),
    "counter_paused": Said("叫号暂停，请看窗口。", "Please watch the counters."),
    "please_rate": Said("请给这次服务打分。", "Please rate this visit."),
}
_OF_OTHERS = {
    "choose_venue": Said("请选择场地。", "Please choose a venue."),
    "choose_day": Said("请选择日期。", "Please choose a day."),
    "choose_number": Said("请选择人数。", "How many people will come?"),
    "choose_organisation": Said("请选择单位。", "Please choose your organisation."),
    "choose_purpose": Said("请选择用途。", "Please choose what it is for."),
    "check_and_apply": Said("请核对一下，对了就提交。", "Please check, then send it."),
    "applied": Said("申请已经提交，请等审核。", "Your application was sent."),
    "booking_code": Said("请输入预约码，或者扫码。", "Please enter or scan your code."),
    "scan_code": Said("请把二维码对准扫码口。", "Please hold your code to the reader."),
    "done": Said("办好了。", "All done."),
}

CLIPS: Mapping[str, Said] = MappingProxyType(
    {
        **_letters(),
        **_digits(),
        **_counts(),
        **_OF_CALLS,
        **_OF_THE_SHELL,
        **_OF_LOCKERS,
        **_OF_QUEUES,
        **_OF_OTHERS,
    }
)
"""Every clip but the chime, by name."""


def spoken_in(language: str) -> tuple[str, ...]:
    """Return the names of the clips there are in ``language``."""
    return tuple(name for name, said in CLIPS.items() if said.words(language))
