"""What the framing of every family must stand: cuts, noise, glue, damage. Rows: ``dialects.py``."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.lockers.frames import Deframer, Frame, Request
from drivers.registry import FAMILIES
from tests.examples import examples
from tests.unit.drivers.dialects import DIALECTS, Dialect

of_every_family = pytest.mark.parametrize("dialect", DIALECTS, ids=repr)
often = examples(30)
cuts = st.lists(st.integers(0, 200), max_size=20)
ends = st.sampled_from(["feed", "quiet", "flush"])


def deframer(dialect: Dialect, pending: Request | None = None) -> Deframer:
    fresh = dialect.family.deframer(dialect.boards)
    fresh.expect(pending)
    return fresh


def pieces(data: bytes, at: list[int]) -> list[bytes]:
    edges = sorted({0, len(data), *(cut for cut in at if cut < len(data))})
    return [data[a:b] for a, b in itertools.pairwise(edges)]


def test_every_family_is_put_to_these_tests() -> None:
    assert {dialect.family.name for dialect in DIALECTS} == set(FAMILIES)


@of_every_family
@often
@given(data=st.data(), at=cuts)
def test_any_cutting_of_good_frames_gives_the_same_frames(
    dialect: Dialect, data: st.DataObject, at: list[int]
) -> None:
    heard = data.draw(st.lists(dialect.frames, max_size=8))
    it = deframer(dialect)
    stream = b"".join(wire for wire, _ in heard)
    found = [frame for piece in pieces(stream, at) for frame in it.feed(piece)]
    assert found == [frame for _, frame in heard]
    assert it.skipped == 0


@of_every_family
@often
@given(data=st.data(), at=cuts)
def test_any_answer_comes_through_whole_in_any_pieces(
    dialect: Dialect, data: st.DataObject, at: list[int]
) -> None:
    asked, wire, frame = data.draw(dialect.answers)
    it = deframer(dialect, asked)
    found = [frame for piece in pieces(wire, at) for frame in it.feed(piece)]
    assert found + it.quiet() == [frame]
    assert asked.answered_by(frame)
    assert it.skipped == 0


@of_every_family
@often
@given(data=st.data(), noise=st.binary(max_size=20))
def test_noise_before_a_frame_never_hides_it(
    dialect: Dialect, data: st.DataObject, noise: bytes
) -> None:
    harmless = bytes(byte for byte in noise if byte not in dialect.heads)
    wire, frame = data.draw(dialect.frames)
    it = deframer(dialect)
    assert it.feed(harmless + wire) == [frame]
    assert it.skipped == len(harmless)


@of_every_family
@often
@given(data=st.data(), cut=st.integers(0, 100))
def test_a_frame_cut_off_does_not_swallow_the_next(
    dialect: Dialect, data: st.DataObject, cut: int
) -> None:
    torn, _ = data.draw(dialect.frames)
    wire, frame = data.draw(dialect.frames)
    it = deframer(dialect)
    found = it.feed(torn[: cut % len(torn)] + wire) + it.flush()
    assert frame in found or any(other != frame for other in found)


@of_every_family
@often
@given(data=st.data(), noise=st.binary(max_size=40))
def test_a_good_frame_is_lost_only_to_noise_that_passes_every_check(
    dialect: Dialect, data: st.DataObject, noise: bytes
) -> None:
    wire, frame = data.draw(dialect.frames)
    it = deframer(dialect)
    found = it.feed(noise + wire) + it.flush()
    assert frame in found or any(other != frame for other in found)


@of_every_family
@often
@given(data=st.data(), place=st.integers(0, 100), flip=st.integers(1, 255))
def test_one_changed_byte_makes_no_frame(
    dialect: Dialect, data: st.DataObject, place: int, flip: int
) -> None:
    wire, _ = data.draw(dialect.frames)
    damaged = bytearray(wire)
    damaged[place % len(wire)] ^= flip
    it = deframer(dialect)
    assert it.feed(bytes(damaged)) + it.flush() == []
    assert it.skipped == len(wire)


@of_every_family
@often
@given(data=st.data(), garbage=st.lists(st.tuples(st.binary(max_size=40), ends)))
def test_garbage_neither_crashes_nor_grows_nor_passes_unchecked(
    dialect: Dialect, data: st.DataObject, garbage: list[tuple[bytes, str]]
) -> None:
    _judge(dialect, data, garbage)


@of_every_family
@often
@given(data=st.data())
def test_garbage_that_looks_like_frames_does_no_more(dialect: Dialect, data: st.DataObject) -> None:
    # Pieces of good frames in any order get further into a parser than random bytes do.
    scraps = st.tuples(dialect.frames, st.integers(0, 60), st.integers(0, 60)).map(
        lambda scrap: scrap[0][0][min(scrap[1:]) : max(scrap[1:])]
    )
    _judge(dialect, data, data.draw(st.lists(st.tuples(scraps, ends))))


def _judge(dialect: Dialect, data: st.DataObject, garbage: list[tuple[bytes, str]]) -> None:
    asked = data.draw(st.none() | dialect.answers.map(lambda answered: answered[0]))
    it = dialect.family.deframer(data.draw(st.sampled_from((dialect.boards, *dialect.others))))
    it.expect(asked)
    seen, taken = b"".join(piece for piece, _ in garbage), 0
    for piece, then in garbage:
        frames = it.feed(piece)
        frames += {"feed": list, "quiet": it.quiet, "flush": it.flush}[then]()
        taken += sum(_length_in(seen, frame, dialect) for frame in frames)
        assert len(it._buffer) < dialect.longest  # type: ignore[attr-defined]
    it.flush()
    assert it.skipped + taken == len(seen)


def _length_in(seen: bytes, frame: Frame, dialect: Dialect) -> int:
    """Return how long the frame was; fail where its checked bytes never came."""
    lengths = {len(raw) for raw in dialect.raw(frame) if raw in seen}
    assert len(lengths) == 1, frame
    return lengths.pop()


@of_every_family
def test_the_frames_of_other_families_mean_nothing(dialect: Dialect) -> None:
    for other in DIALECTS:
        it = deframer(dialect)
        found = it.feed(bytes.fromhex(other.example)) + it.flush()
        assert bool(found) == (other is dialect), other
