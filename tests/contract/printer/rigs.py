"""A simulated slip printer behind memory in virtual time, behind a pty, and behind TCP."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from PIL import Image

from drivers.printer.printer import EscposPrinter
from drivers.printer.simulator.control import obey
from drivers.printer.simulator.machine import Machine
from drivers.printer.simulator.paper import Paper
from drivers.serving.server import Server
from kiosk.config import PrinterDevice
from kiosk.slips import Big, List, Pair, Pairs, Qr, Rule, Slip, Text, TextSize, Title
from tests.memory_line import MemoryPort, VirtualTime

CODE = "yzt:9f8e7d6c5b4a39281706f5e4d3c2b1a0"
SLIP = Slip(
    (
        Title("华垦社区党群服务驿站", "\ue000"),
        Text("高龄津贴申领（80周岁及以上），含认证", TextSize.LARGE, bold=True, centred=True),
        Big("A1-017"),
        Text("前面还有 4 人，大约等 15–25 分钟", centred=True),
        Rule(),
        List("请带好这些材料", ("本人身份证原件", "户口本首页、本人页，注意：须是原件")),
        Pairs((Pair("取号时间", "11月25日 10:32"), Pair("窗口", "1、2"))),
        Qr(CODE, "用手机扫一扫"),
    )
)


class Rig:
    """A printer and what it hangs on: give it orders, look at what came out."""

    def __init__(
        self,
        printer: EscposPrinter,
        carry: Callable[[dict[str, Any]], dict[str, Any]],
        slips: list[Image.Image],
        torn: Callable[[], Image.Image],
    ) -> None:
        self.printer = printer
        self.slips = slips
        self.torn = torn
        self._carry = carry

    def do(self, act: str, **order: Any) -> dict[str, Any]:
        return self._carry({"do": act, **order})

    def fault(self, **faults: Any) -> None:
        self.do("fault", set=faults)


def machine_of(slips: list[Image.Image], device: PrinterDevice, rows_a_second: float) -> Machine:
    return Machine(Paper(device.width_dots, slips.append), rows_a_second=rows_a_second)


def memory_rig(device: PrinterDevice | None = None) -> tuple[Rig, VirtualTime, Machine]:
    device = device or PrinterDevice(port="socket://memory:1")
    slips: list[Image.Image] = []
    clock = VirtualTime()
    machine = machine_of(slips, device, 400.0)
    printer = EscposPrinter(device, port=MemoryPort(machine, clock), time=clock)

    def carry(order: dict[str, Any]) -> dict[str, Any]:
        machine.due(clock.now())
        return dict(obey(machine, order, clock.now()))

    return Rig(printer, carry, slips, machine.paper.picture), clock, machine


@contextlib.contextmanager
def served_rig(
    folder: Path, transport: str, device: PrinterDevice | None = None, *, rows: float = 40_000.0
) -> Iterator[Rig]:
    """A printer served by a thread of its own, with its control socket."""
    device = device or PrinterDevice()
    slips: list[Image.Image] = []
    machine = machine_of(slips, device, rows)
    tcp = ("127.0.0.1", 0) if transport == "tcp" else None
    link = None if tcp else folder / "printer"
    server = Server(machine, partial(obey, machine), link=link, tcp=tcp, control=folder / "control")
    thread = threading.Thread(target=server.run)
    thread.start()
    port = f"socket://127.0.0.1:{server.tcp_port}" if tcp else str(link)
    printer = EscposPrinter(msgspec.structs.replace(device, port=port, baud=115200))
    remote = socket.socket(socket.AF_UNIX)
    remote.connect(str(folder / "control"))
    answers = remote.makefile("rb")

    def carry(order: dict[str, Any]) -> dict[str, Any]:
        remote.sendall(msgspec.json.encode(order) + b"\n")
        answer: dict[str, Any] = msgspec.json.decode(answers.readline())
        assert answer["ok"], answer
        return answer

    try:
        yield Rig(printer, carry, slips, machine.paper.picture)
    finally:
        printer.close()
        answers.close()
        remote.close()
        server.stop()
        thread.join()
