"""Writing what was learned of a cabinet into the text of a station file. Pure.

Only values change; comments, order and everything else stay as they are.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from drivers.lockers.bench.learning import Learned, LearnedBoard, LearnedDoor
from kiosk.config.lines import spans
from kiosk.config.reading import Path

_DOORS_A_COLUMN = 6
_COLUMN_MM = 1800
_LOWEST_MM = 300
Value = str | int


class BankText:
    """A station file's text, and one bank in it.

    Args:
        text: a station file ``tomllib`` can read; another raises ``TOMLDecodeError``.
        bank: name of the bank.
    """

    def __init__(self, text: str, bank: str) -> None:
        self._text = text
        self._bank = bank
        self._banks: list[dict[str, Any]] = tomllib.loads(text).get("device", {}).get("banks", [])
        names = [each.get("name") for each in self._banks]
        self._path: Path | None = ("device", "banks", names.index(bank)) if bank in names else None
        self._spans = spans(text)
        self._edits: list[tuple[int, int, str]] = []

    @property
    def doors(self) -> Sequence[Mapping[str, Any]]:
        """The doors the bank has in the file."""
        return list(self._table.get("doors", [])) if self._path else []

    @property
    def _table(self) -> Mapping[str, Any]:
        assert self._path is not None
        return self._banks[int(self._path[-1])]

    def with_learned(self, learned: Learned, *, family: str, baud: int, port: str | None) -> str:
        """Return the text with what was learned in its place.

        Args:
            port: ``None`` leaves the port as it is.
        """
        if self._path is None:
            return self._text.rstrip("\n") + "\n" + self._new_bank(learned, family, baud, port)
        self._edits = []
        self._set(self._path, "family", family)
        self._set(self._path, "baud", baud)
        if port is not None:
            self._set(self._path, "port", port)
        self._boards(learned.boards)
        usual = {board.address: board.contact for board in learned.boards}
        known = {door["id"]: index for index, door in enumerate(self.doors)}
        fresh = [door for door in learned.doors if door.door not in known]
        for door in learned.doors:
            if door.door in known:
                self._door((*self._path, "doors", known[door.door]), door, usual)
        if fresh:
            self._add_doors(fresh, usual, offset=len(known))
        return self._edited()

    def rewired(self, doors: Sequence[LearnedDoor], usual: Mapping[int, str | None]) -> str:
        """Return the text with the wires of doors that stand in it changed, and nothing else.

        Args:
            usual: what the contacts of each board say where a door says nothing of its own.
        """
        assert self._path is not None
        self._edits = []
        places = {door["id"]: index for index, door in enumerate(self.doors)}
        for door in doors:
            self._door((*self._path, "doors", places[door.door]), door, usual)
        return self._edited()

    def answering(self, addresses: Mapping[int, int], *, family: str, baud: int | None) -> str:
        """Return the text with a bank's boards at new addresses, and nothing else changed.

        Args:
            addresses: the new one by the old one, for every board.
            baud: ``None`` leaves the speed as it is.
        """
        assert self._path is not None
        self._edits = []
        self._change(self._path, self._table, "family", family)
        if baud is not None:
            self._set(self._path, "baud", baud)
        for rows, key in (("boards", "address"), ("doors", "board")):
            for index, table in enumerate(self._table.get(rows, [])):
                new = addresses[int(table[key])]
                self._change((*self._path, rows, index), table, key, new)
        return self._edited()

    def _change(self, path: Path, table: Mapping[str, Any], key: str, value: Value) -> None:
        if table[key] != value:
            self._set(path, key, value)

    # --- one value --------------------------------------------------------------------------

    def _set(self, table: Path, key: str, value: Value | None) -> None:
        """Change a value; write a key that is not there; ``None`` takes the key away."""
        span = self._spans.get((*table, key))
        if span is not None and value is None:
            self._take_away(span, key)
        elif span is not None:
            self._edits.append((*span, _toml(str(value) if isinstance(value, str) else value)))
        elif value is not None and table in self._spans:
            end = self._spans[table][1] - 1  # before the bracket of an inline table
            while self._text[end - 1] == " ":
                end -= 1
            self._edits.append((end, end, f", {key} = {_toml(value)}"))
        elif value is not None:
            _, end = self._spans[(*table, "family")]
            end = self._end_of_line(end)
            self._edits.append((end, end, f"\n{key} = {_toml(value)}"))

    def _take_away(self, span: tuple[int, int], key: str) -> None:
        head = re.search(rf",\s*{key}\s*=\s*$", self._text[: span[0]])
        if head is not None:
            self._edits.append((head.start(), span[1], ""))

    def _end_of_line(self, at: int) -> int:
        end = self._text.find("\n", at)
        return len(self._text) if end < 0 else end

    def _edited(self) -> str:
        text = self._text
        for start, end, new in sorted(self._edits, reverse=True):
            text = text[:start] + new + text[end:]
        return text

    # --- boards and doors -------------------------------------------------------------------

    def _boards(self, boards: Sequence[LearnedBoard]) -> None:
        assert self._path is not None
        there = [board.get("address") for board in self._table.get("boards", [])]
        if sorted(there) != sorted(board.address for board in boards):
            rows = ", ".join(_inline(_board_values(board)) for board in boards)
            start, end = self._spans[(*self._path, "boards")]
            self._edits.append((start, end, f"[{rows}]"))
            return
        for board in boards:
            path = (*self._path, "boards", there.index(board.address))
            for key, value in _board_values(board).items():
                self._set(path, key, value)

    def _door(self, path: Path, door: LearnedDoor, usual: Mapping[int, str | None]) -> None:
        self._set(path, "board", door.board)
        self._set(path, "lock", door.lock)
        if door.contact is not None:
            own = door.contact if door.contact != usual.get(door.board) else None
            self._set(path, "contact", own)

    def _add_doors(
        self, doors: Sequence[LearnedDoor], usual: Mapping[int, str | None], *, offset: int
    ) -> None:
        assert self._path is not None
        end = self._spans[(*self._path, "doors")][1] - 1
        comma = "" if self._text[:end].rstrip().endswith((",", "[")) else ","
        begin = len(self._text[:end].rstrip())
        rows = "".join(_door_row(door, usual, offset + n) for n, door in enumerate(doors))
        self._edits.append((begin, end, f"{comma}\n{rows}"))

    def _new_bank(self, learned: Learned, family: str, baud: int, port: str | None) -> str:
        usual = {board.address: board.contact for board in learned.boards}
        boards = ", ".join(_inline(_board_values(board)) for board in learned.boards)
        doors = "".join(_door_row(door, usual, n) for n, door in enumerate(learned.doors))
        return (
            "\n# Learned by walking along the cabinet. Sizes, handles, columns and rows are"
            " guesses: measure them.\n"
            f"[[device.banks]]\nname = {_toml(self._bank)}\nfamily = {_toml(family)}\n"
            f"port = {_toml(port or 'sim')}\nbaud = {baud}\nboards = [{boards}]\n"
            f"doors = [\n{doors}]\n"
        )


def _board_values(board: LearnedBoard) -> dict[str, Value | None]:
    return {
        "address": board.address,
        "locks": board.locks,
        "contact": board.contact,
        "status_order": board.status_order,
        "acknowledges": board.acknowledges,
        "status_bytes": board.status_bytes,
    }


def _door_row(door: LearnedDoor, usual: Mapping[int, str | None], place: int) -> str:
    column, row = place // _DOORS_A_COLUMN + 1, place % _DOORS_A_COLUMN + 1
    step = (_COLUMN_MM - _LOWEST_MM) // _DOORS_A_COLUMN
    values: dict[str, Value | None] = {
        "id": door.door,
        "board": door.board,
        "lock": door.lock,
        "size": "M",
        "column": column,
        "row": row,
        "handle_mm": _COLUMN_MM - step * row,
        "contact": door.contact if door.contact != usual.get(door.board) else None,
    }
    return f"    {_inline(values)},\n"


def _inline(values: Mapping[str, Value | None]) -> str:
    given = (f"{key} = {_toml(value)}" for key, value in values.items() if value is not None)
    return f"{{ {', '.join(given)} }}"


def _toml(value: Value | None) -> str:
    if isinstance(value, str):
        return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value)
