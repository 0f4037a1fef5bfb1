"""Cold start, tap to pixel, idle CPU and memory on software GL, beside Chromium in kiosk mode.

python -m tests.bench.bench_screen [--quick]

Both show a page of the same look: the waiting page of the station. Both are whole process trees;
memory is proportional set size, so that shared pages count once. A tap is a press on the large
button; its pixel is one in the button that changes colour when it feels the press.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import psutil

from tests.bench.alone import alone
from tests.bench.glass import Glass
from tests.e2e.kiosk import ROOT, display
from tests.e2e.kiosk import Kiosk as Terminal

HEADER = (8, 8)
CHROMIUM = (
    *("--kiosk", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--hide-scrollbars", "--window-size=1080,1920", "--window-position=0,0"),
)
PAGE = """<!doctype html><meta charset="utf-8"><style>
body{margin:0;background:#f5f2ea;font-family:"YZ",sans-serif;color:#20242c;height:1920px;width:1080px}
@font-face{font-family:YZ;src:url("%(font)s")}
header{background:#23405f;color:#fff;height:105px;font-size:40px;line-height:105px;padding:0 44px}
main{height:1380px;display:flex;flex-direction:column;align-items:center;justify-content:center}
h1{font-size:66px;margin:20px}p{font-size:34px;margin:8px}
button{font:inherit;font-size:42px;border:0;border-radius:14px;background:#1c4e80;color:#fff;
display:block;width:996px;height:160px;margin:0 42px}button:active{background:#0c2036}
footer{display:flex;gap:24px;padding:20px 42px}footer button{background:#fff;color:#20242c;margin:0;
height:92px}</style><header>华垦社区党群服务驿站</header><main><h1>华垦社区党群服务驿站</h1>
<p>11月23日 星期一</p><p>今日开放 08:30–19:30</p></main><button>触摸屏幕开始</button>
<footer><button>关怀模式</button><button>English</button></footer>
<footer><button>首页</button><button>返回</button><button>帮助</button></footer>"""


def measure(*, quick: bool) -> dict[str, Any]:
    """Measure the terminal and Chromium, one after the other in the same run."""
    rounds, idle = (2, 5.0) if quick else (7, 30.0)
    with tempfile.TemporaryDirectory(prefix="yizhan-bench-") as place:
        ours = _measured(partial(_terminal, Path(place)), rounds, idle)
        theirs = _measured(partial(_chromium, Path(place)), rounds, idle)
    ratios = {name: round(ours[name] / theirs[name], 3) for name in ours if theirs[name]}
    return {"terminal": ours, "chromium": theirs, "ratios": ratios}


class Shown(Protocol):
    """A program with a window."""

    pid: int

    def button(self) -> tuple[int, int]:
        """Return a point of a button that is painted otherwise while it is pressed."""
        ...

    def close(self) -> None: ...


def _measured(start: Callable[[str], Shown], rounds: int, idle: float) -> dict[str, float]:
    starts = []
    for last in (*(False for _ in range(rounds - 1)), True):
        with display() as name:
            glass = Glass(name)
            began = time.perf_counter()
            shown = start(name)
            glass.wait_for_paint(*HEADER)
            starts.append(time.perf_counter() - began)
            if last:
                figures = _figures(glass, shown, idle, taps=5 * rounds)
            shown.close()
            glass.close()
    return {"cold_start_s": round(statistics.median(starts), 3), **figures}


def _figures(glass: Glass, shown: Shown, idle: float, taps: int) -> dict[str, float]:
    x, y = shown.button()
    felt = [_tap(glass, x, y) for _ in range(taps)]
    tree = _tree(shown.pid)
    before = sum(map(_cpu, tree))
    time.sleep(idle)
    spent = sum(map(_cpu, tree)) - before
    return {
        "tap_to_pixel_ms": round(1000 * statistics.median(felt), 1),
        "idle_cpu_percent": round(100 * spent / idle, 2),
        "memory_mb": round(sum(each.memory_full_info().pss for each in tree) / 1e6, 1),
    }


def _tap(glass: Glass, x: int, y: int) -> float:
    was = glass.pixel(x, y)
    glass.press(x, y, down=True)
    felt = glass.seconds_until_change(x, y, was)
    glass.press(540, 400, down=False)  # let go elsewhere, so that nothing is pressed
    time.sleep(0.6)
    return felt


def _tree(pid: int) -> list[psutil.Process]:
    # The lock board is hardware: its simulator does not belong to the terminal's cost.
    root = psutil.Process(pid)
    return [root, *(child for child in root.children(True) if "sim" not in child.cmdline())]


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


class _Terminal:
    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self.pid = terminal.process.pid

    def button(self) -> tuple[int, int]:
        self._terminal.served()
        for target in self._terminal.screen()["targets"]:
            if target["text"] == "帮助":
                x, y = target["x"], target["y"]
                return x - target["width"] // 2 + 20, y
        raise AssertionError("no help button")

    def close(self) -> None:
        self._terminal.stop()


def _terminal(place: Path, name: str) -> Shown:
    return _Terminal(Terminal(Path(tempfile.mkdtemp(dir=place)) / "data", name))


class _Chromium:
    def __init__(self, place: Path, name: str) -> None:
        page = place / "page.html"
        page.write_text(PAGE % {"font": ROOT / "assets" / "fonts" / "Text-Regular.ttf"})
        profile = f"--user-data-dir={tempfile.mkdtemp(dir=place)}"
        self._process = subprocess.Popen(
            ["chromium", *CHROMIUM, profile, f"file://{page}"],
            env=os.environ | {"DISPLAY": name},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.pid = self._process.pid

    def button(self) -> tuple[int, int]:
        time.sleep(3)
        return 80, 1580

    def close(self) -> None:
        for process in reversed(_tree(self.pid)):
            with suppress(psutil.NoSuchProcess):
                process.terminate()
        self._process.wait(20)


def _chromium(place: Path, name: str) -> Shown:
    return _Chromium(place, name)


if __name__ == "__main__":
    alone(measure, __doc__)
