"""The slip a technician prints: what to look at stands beside what to look for."""

from __future__ import annotations

from PIL import Image, ImageDraw

from drivers.printer.picture import WHITE, picture
from kiosk.slips import Big, List, Pair, Pairs, Qr, Rule, Slip, Text, TextSize, Title

DOTS_A_MM = 8
_BAR, _GAP = 40, 16
_SAYS = Slip(
    (
        Title("打印测试 · Printer test"),
        Big("A1-017"),
        Text("小号字 small: ，。；：？！（）《》“”￥①②③", TextSize.SMALL),
        Text("普通字 ordinary: 身份证、户口本、银行卡"),
        Text("大号字 large: 请取票", TextSize.LARGE, bold=True),
        Pairs((Pair("时间 time", "11:30"), Pair("窗口 counter", "2"))),
        List("请看 look at", ("字迹清楚 letters are clear", "边上没有缺字 nothing is cut off")),
        Qr("yizhan:test", "扫一扫 scan: yizhan:test"),
        Rule(),
        Text(
            "下面：毫米尺，左右边线要完整；黑条要均匀；格子要分得清。"
            "Below: a ruler in mm, whole edges, an even black bar, a fine and a coarse pattern.",
            TextSize.SMALL,
        ),
    )
)


def trial(width: int, *, large: bool) -> Image.Image:
    """Return the test slip for paper of ``width`` dots."""
    words = picture(_SAYS, width, large=large)
    grounds = _grounds(width)
    paper = Image.new("1", (width, words.height + grounds.height), WHITE)
    paper.paste(words, (0, 0))
    paper.paste(grounds, (0, words.height))
    return paper


def _grounds(width: int) -> Image.Image:
    strip = Image.new("1", (width, 5 * (_BAR + _GAP)), WHITE)
    draw = ImageDraw.Draw(strip)
    for mm in range(width // DOTS_A_MM + 1):
        tall = _BAR if mm % 10 == 0 else _BAR * 2 // 3 if mm % 5 == 0 else _BAR // 3
        x = min(mm * DOTS_A_MM, width - 1)
        draw.line((x, 0, x, tall), 0)
    top = _BAR + _GAP
    draw.line((0, top, 0, top + _BAR), 0)
    draw.line((width - 1, top, width - 1, top + _BAR), 0)
    top += _BAR + _GAP
    draw.rectangle((0, top, width - 1, top + _BAR), 0)
    for dots in (1, DOTS_A_MM):
        top += _BAR + _GAP
        draw.point(
            [
                (x, y)
                for y in range(top, top + _BAR)
                for x in range(width)
                if (x // dots + y // dots) % 2
            ],
            0,
        )
    return strip
