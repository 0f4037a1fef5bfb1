"""Puts a simulated device on a pty and on TCP, a control socket beside it. One loop, one thread.

Unplugging closes the pty (its reader sees the hang-up a pulled adapter gives) and takes the
symbolic link away until the adapter is back.
"""

from __future__ import annotations

import contextlib
import os
import pty
import selectors
import socket
import termios
import time
import tty
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from drivers.serving.orders import OrderDoor, received

_CHUNK = 4096
_SPEED = 5
"""Where ``tcgetattr`` tells the speed that the other side has set."""


class Simulated(Protocol):
    """A device without I/O: bytes and time come in, bytes go out."""

    @property
    def hungry(self) -> bool:
        """Whether it takes bytes now; while it does not, they pile up on the sender's side."""
        ...

    def receive(self, data: bytes, now: float) -> None: ...

    def due(self, now: float) -> bytes: ...

    def next_at(self) -> float | None: ...

    def plugged(self, now: float) -> bool: ...


Obeys = Callable[[Mapping[str, Any], float], Mapping[str, Any]]
"""Carries out one order at a moment; raises ``BadOrder``."""


class Server:
    """Serves one device until :meth:`stop`.

    Args:
        obey: carries out the orders that come over the control socket.
        link: symbolic link that will point at the pty.
        tcp: host and port to listen on; port 0 takes a free one.
        control: path of the Unix socket for orders.
        baud: bytes that come over the pty at another speed are not understood; ``None``: all are.

    Attributes:
        tcp_port: the port that TCP listens on, 0 where it does not.
    """

    def __init__(
        self,
        device: Simulated,
        obey: Obeys,
        *,
        link: Path | None = None,
        tcp: tuple[str, int] | None = None,
        control: Path | None = None,
        baud: int | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._device = device
        self._obey = obey
        self._link = link
        self._baud = baud
        self._now = now
        self._master: int | None = None
        self._slave: int | None = None
        self._clients: list[socket.socket] = []
        self._stopping = False
        self._listens = True
        # select() keeps microseconds; epoll rounds up to whole milliseconds and blurs the pacing.
        self._selector = selectors.SelectSelector()
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_write, False)
        self._selector.register(self._wake_read, selectors.EVENT_READ, self._woken)
        self._tcp_address = tcp
        self._tcp = self._listen(tcp) if tcp else None
        self.tcp_port = int(self._tcp.getsockname()[1]) if self._tcp else 0
        self._door = OrderDoor(control, self._selector, self._obeyed) if control else None
        if link:
            self._plug_in()

    @property
    def wakes(self) -> int:
        """Descriptor of which any byte ends the present wait."""
        return self._wake_write

    @property
    def places(self) -> str:
        """Where it can be reached, for people."""
        found = [str(self._link)] if self._link else []
        if self._tcp_address:
            found.append(f"socket://{self._tcp_address[0]}:{self.tcp_port}")
        return " and ".join(found)

    def run(self) -> None:
        """Serve until :meth:`stop`, then clean up."""
        try:
            while not self._stopping:
                self.step(self._patience())
        finally:
            self.close()

    def step(self, wait: float | None) -> None:
        """Take what comes within ``wait`` seconds, ``None``: ever; then do what its time asks for.

        Who steps by hand, under a time of its own, does not call :meth:`run`, and ends with
        :meth:`close`.
        """
        self._attend()
        for key, _ in self._selector.select(wait):
            key.data()
        self._tick()

    def stop(self) -> None:
        """End :meth:`run`. May be called from a signal handler or another thread."""
        self._stopping = True
        with contextlib.suppress(OSError):
            os.write(self._wake_write, b".")

    def _attend(self) -> None:
        """Listen to the line only while the device takes bytes."""
        if self._device.hungry == self._listens:
            return
        self._listens = self._device.hungry
        for source, called in self._sources():
            if self._listens:
                self._selector.register(source, selectors.EVENT_READ, called)
            else:
                self._selector.unregister(source)

    def _sources(self) -> Iterator[tuple[Any, Callable[[], None]]]:
        if self._master is not None:
            yield self._master, self._from_pty
        for client in self._clients:
            yield client, partial(self._from_tcp, client)

    def _hear(self, source: Any, called: Callable[[], None]) -> None:
        if self._listens:
            self._selector.register(source, selectors.EVENT_READ, called)

    def _ignore(self, source: Any) -> None:
        if self._listens:
            self._selector.unregister(source)

    def _patience(self) -> float | None:
        at = self._device.next_at()
        return None if at is None else max(0.0, at - self._now())

    def _woken(self) -> None:
        os.read(self._wake_read, _CHUNK)

    def _tick(self) -> None:
        now = self._now()
        data = self._device.due(now)
        self._plug(plugged=self._device.plugged(now))
        if data:
            self._deliver(data)

    def _obeyed(self, order: Mapping[str, Any]) -> Mapping[str, Any]:
        now = self._now()
        self._deliver(self._device.due(now))
        answer = self._obey(order, now)
        # Whoever was told "done" finds it done: a pulled port is gone before the answer.
        self._plug(plugged=self._device.plugged(now))
        return answer

    def _deliver(self, data: bytes) -> None:
        if self._master is not None:
            # Nobody reads and the pty is full: the bytes are lost, as on a wire.
            with contextlib.suppress(BlockingIOError):
                os.write(self._master, data)
        for client in list(self._clients):
            try:
                client.send(data)
            except BlockingIOError:
                continue
            except OSError:
                self._hang_up(client)

    # --- pty --------------------------------------------------------------------------------

    def _plug(self, *, plugged: bool) -> None:
        if not plugged:
            self._pull_out()
            self._refuse()
        else:
            if self._link and self._master is None:
                self._plug_in()
            if self._tcp_address and self._tcp is None:
                self._tcp = self._listen((self._tcp_address[0], self.tcp_port))

    def _plug_in(self) -> None:
        assert self._link is not None
        # The slave stays open here too, so a client may close and come back.
        self._master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        self._hear(self._master, self._from_pty)
        fresh = self._link.with_name(f".{self._link.name}.{os.getpid()}")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(os.ttyname(self._slave))
        fresh.replace(self._link)

    def _pull_out(self) -> None:
        if self._master is None or self._slave is None:
            return
        if self._link and self._is_ours(self._link):
            self._link.unlink(missing_ok=True)
        self._ignore(self._master)
        os.close(self._slave)
        os.close(self._master)
        self._master = self._slave = None

    def _is_ours(self, link: Path) -> bool:
        assert self._slave is not None
        return link.is_symlink() and str(link.readlink()) == os.ttyname(self._slave)

    def _from_pty(self) -> None:
        if self._master is not None:
            with contextlib.suppress(BlockingIOError):
                self._device.receive(self._as_heard(os.read(self._master, _CHUNK)), self._now())

    def _as_heard(self, data: bytes) -> bytes:
        """Return what a device at another speed makes of ``data``: as many bytes, none right."""
        if self._baud is None or self._slave is None:
            return data
        speed = termios.tcgetattr(self._slave)[_SPEED]
        right = speed == getattr(termios, f"B{self._baud}")
        return data if right else bytes(byte ^ 0xA5 for byte in data)

    # --- TCP --------------------------------------------------------------------------------

    def _listen(self, address: tuple[str, int]) -> socket.socket:
        listener = socket.create_server(address)
        listener.setblocking(False)
        self._selector.register(listener, selectors.EVENT_READ, lambda: self._accept(listener))
        return listener

    def _refuse(self) -> None:
        for client in list(self._clients):
            self._hang_up(client)
        if self._tcp is not None:
            self._selector.unregister(self._tcp)
            self._tcp.close()
            self._tcp = None

    def _accept(self, listener: socket.socket) -> None:
        client, _ = listener.accept()
        client.setblocking(False)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._clients.append(client)
        self._hear(client, partial(self._from_tcp, client))

    def _from_tcp(self, client: socket.socket) -> None:
        data = received(client)
        if data:
            self._device.receive(data, self._now())
        else:
            self._hang_up(client)

    def _hang_up(self, client: socket.socket) -> None:
        if client in self._clients:
            self._clients.remove(client)
            self._ignore(client)
            client.close()

    # --- end --------------------------------------------------------------------------------

    def close(self) -> None:
        """Let every place go."""
        self._pull_out()
        if self._door:
            self._door.close()
        for key in list(self._selector.get_map().values()):
            if isinstance(key.fileobj, socket.socket):
                key.fileobj.close()
        for client in self._clients:
            client.close()
        self._selector.close()
        os.close(self._wake_read)
        os.close(self._wake_write)
