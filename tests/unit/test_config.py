"""A station file tells all its mistakes at once, each with its place and its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.config import difference, known_stations, load_station, read_station, settings
from kiosk.config.boards import BENCH_ONLY, FAMILIES
from kiosk.config.load import STATIONS
from kiosk.config.reading import leaves
from kiosk.config.schema import StationFile
from kiosk.errors import ConfigError, Problem
from kiosk.lockers.plan import Size
from kiosk.settings import Settings
from tests.examples import examples

HUAKEN = (STATIONS / "huaken.toml").read_text("utf-8")
DOCS = Path(__file__).parents[2] / "docs" / "station-file.md"

SMALL = """\
format = 1
id = "small"

[labels]
name = { zh = "小站", en = "Small station" }

[[device.banks]]
name = "A"
family = "xor8a"
port = "sim"
boards = [{ address = 1, locks = 12 }]
doors = [
    { id = "A01", board = 1, lock = 1, size = "S", column = 1, row = 1, handle_mm = 1200 },
    { id = "A02", board = 1, lock = 2, size = "M", column = 1, row = 2, handle_mm = 900 },
]
"""


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(ConfigError) as raised:
        read_station(text)
    return raised.value.problems


def mistakes(text: str) -> tuple[Problem, ...]:
    try:
        read_station(text)
    except ConfigError as error:
        return error.problems
    return ()


def only(text: str) -> Problem:
    (problem,) = problems(text)
    return problem


def test_a_small_file_is_read_with_all_defaults() -> None:
    file = read_station(SMALL)
    assert file.id == "small"
    assert [door.id for door in file.cabinet.doors] == ["A01", "A02"]
    assert file.cabinet.door(file.cabinet.doors[1].id).size is Size.M
    assert settings(file).lockers == Settings().lockers
    assert file.device.banks[0].baud is None


@pytest.mark.parametrize("name", ["huaken", "pingdi", "hongmian", "beida", "lianhe"])
def test_every_station_that_comes_along_has_no_mistakes(name: str) -> None:
    file = load_station(name)
    assert file.id == name
    assert file.cabinet.doors


def test_the_five_stations_are_known() -> None:
    assert known_stations() == ("beida", "hongmian", "huaken", "lianhe", "pingdi")


def test_huaken_has_easy_doors_of_every_size() -> None:
    cabinet = load_station("huaken").cabinet
    assert len(cabinet.doors) == 24
    assert [len(column) for column in cabinet.columns(cabinet.banks[0])] == [6, 6, 6, 6]
    for size in Size:
        assert len(cabinet.easy_reach(size)) >= 3
    assert all(300 <= door.handle_mm <= 1700 for door in cabinet.doors)


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file() -> None:
    text = (
        SMALL.replace('id = "small"', 'id = "Small Station"')
        .replace(', en = "Small station"', "")
        .replace('family = "xor8a"', 'family = "abc"')
        .replace('port = "sim"', 'port = "COM3"')
        .replace("lock = 2", "lock = 13")
        .replace('size = "M"', 'size = "XL"')
        .replace("handle_mm = 900", 'handle_mm = "high"')
    )
    told = problems(text)
    assert [(one.line, one.where) for one in told] == [
        (2, "id"),
        (5, "labels.name.en"),
        (9, "device.banks[0].family"),
        (10, "device.banks[0].port"),
        (14, "device.banks[0].doors[1].size"),
        (14, "device.banks[0].doors[1].handle_mm"),
        (14, "device.banks[0].doors[1].lock"),
    ]
    assert "the English words are missing" in told[1].what


@pytest.mark.parametrize(
    ("old", "new", "where", "line", "words"),
    [
        ("format = 1", "format = 2", "format", 1, "must be 1"),
        ("format = 1\n", "", "format", None, "is missing"),
        ("[labels]\nname", "[labels]\nnmae", "labels.nmae", 5, 'did you mean "name"?'),
        ('zh = "小站"', 'zh = " "', "labels.name.zh", 5, "must not be empty"),
        ('zh = "小站"', "zh = 3", "labels.name.zh", 5, "must be text, found a whole number"),
        ('{ zh = "小站", en = "Small station" }', '"小站"', "labels.name", 5, "must be a table"),
        ('name = "A"', 'name = "a b"', "device.banks[0].name", 8, "capital letters"),
        ("address = 1,", "address = 0,", "device.banks[0].boards[0].address", 11, "1 and 31"),
        ("locks = 12", "locks = 60", "device.banks[0].boards[0].locks", 11, "2 and 50"),
        ("locks = 12", 'locks = "12"', "device.banks[0].boards[0].locks", 11, "whole number"),
        ('id = "A02"', 'id = "A01"', "device.banks[0].doors[1].id", 14, "another door"),
        ('id = "A02"', 'id = "2"', "device.banks[0].doors[1].id", 14, "like A01"),
        ("lock = 2", "lock = 1", "device.banks[0].doors[1].lock", 14, "same lock as A01"),
        ("lock = 2", "lock = 0", "device.banks[0].doors[1].lock", 14, "1 to 12"),
        ("board = 1, lock = 2", "board = 7, lock = 2", "device.banks[0].doors[1].board", 14, "7"),
        ("row = 2", "row = 1", "device.banks[0].doors[1].row", 14, "same place as A01"),
        ("row = 2,", "row = 2, colour = 1,", "device.banks[0].doors[1].colour", 14, "not a key"),
        ("row = 2, ", "", "device.banks[0].doors[1].row", 14, "is missing"),
        ("= 900", "= 9000", "device.banks[0].doors[1].handle_mm", 14, "between 50 and 2400"),
        ("= 900", "= true", "device.banks[0].doors[1].handle_mm", 14, "found true or false"),
    ],
)
def test_each_mistake_has_its_place_its_line_and_one_clear_sentence(
    old: str, new: str, where: str, line: int | None, words: str
) -> None:
    assert old in SMALL
    problem = next(one for one in problems(SMALL.replace(old, new)) if one.where == where)
    assert problem.line == line
    assert words in problem.what


@pytest.mark.parametrize(
    ("more", "where", "words"),
    [
        ('[hours]\nmon = "19:30-08:30"', "hours.mon", "closes before it opens"),
        ('[hours]\nmon = "9"', "hours.mon", "not of the form"),
        ('[hours]\nmon = "08:00-12:00, 11:00-13:00"', "hours.mon", "begins before 12:00"),
        ("[hours]\nmon = 8", "hours.mon", "found a whole number"),
        ("[lockers]\ndefault_hours = 25", "lockers.default_hours", "between 1 and 24, found 25"),
        ("[lockers]\nreserve_share = nan", "lockers.reserve_share", "between 0 and 0.5"),
        ("[lockers]\ngrace_min = 1.5", "lockers.grace_min", "whole number, found a number"),
        ("[lockers]\nmax_hours = 2", "lockers.default_hours", "lockers.max_hours (2)"),
        ('[roles]\nadministrator = ["view_doors"]', "roles.administrator", "must keep"),
        ('[roles]\nreviewer = ["fly"]', "roles.reviewer[0]", 'found "fly"'),
        ("[retention]\nlocker_days = 0", "retention.locker_days", "between 1 and 365"),
        ('[notice]\ncut_off = "25:00"', "notice.cut_off", "is not a time of day"),
        ("[device.screen]\nwidth_px = 1920\nheight_px = 1080", "device.screen.orientation", "land"),
        (
            "[device.screen]\nwidth_mm = 400\nheight_mm = 476\nwidth_px = 1080\nheight_px = 1920",
            "device.screen.height_mm",
            "does not fit",
        ),
        ('[device.scanner]\nport = "sim"', "device.scanner.port", "write none"),
        ('[device.scanner]\nport = "wedge:12"', "device.scanner.port", "wedge:VID:PID"),
        ('[device.printer]\nport = "lp0"', "device.printer.port", "write none, sim, usb"),
        ('[device.printer]\nport = "usb:4:5"', "device.printer.port", "usb:VID:PID"),
        ("[device.printer]\nwidth_dots = 400", "device.printer.width_dots", "384, 576"),
        ("[device.printer]\nbaud = 1200", "device.printer.baud", "4800"),
        (
            '[device.scanner]\nport = "/dev/ttyS1"\n[device.printer]\nport = "/dev/ttyS1"',
            "device.printer.port",
            "another device",
        ),
        ('[device]\nvoice = "loud"', "device.voice", "must be one of clips, silent"),
        (
            '[[services]]\nid = "a"\nletter = "A"\nname = {zh = "甲", en = "A"}\n' * 2,
            "services[1].id",
            "used twice",
        ),
    ],
)
def test_the_seed_is_checked_too(more: str, where: str, words: str) -> None:
    problem = next(one for one in problems(f"{SMALL}\n{more}\n") if one.where == where)
    assert words in problem.what
    assert problem.line is not None
    assert problem.line > SMALL.count("\n")


def test_two_banks_cannot_share_a_name_a_door_or_a_real_port() -> None:
    bank = SMALL[SMALL.index("[[device.banks]]") :]
    text = (SMALL + bank).replace('port = "sim"', 'port = "/dev/ttyUSB0"')
    assert {one.where for one in problems(text)} == {
        "device.banks[1].name",
        "device.banks[1].port",
        "device.banks[1].doors[0].id",
        "device.banks[1].doors[1].id",
    }


def test_two_boards_cannot_share_an_address() -> None:
    board = "{ address = 1, locks = 12 }"
    problem = only(SMALL.replace(board, f"{board}, {board}"))
    assert problem.where == "device.banks[0].boards[1].address"


@pytest.mark.parametrize(
    "port",
    ["sim", "/dev/ttyUSB0", "/tmp/a b", "socket://10.0.0.7:4001", "hwgrep://1A86:7523", "", "COM1"],
)
def test_ports_are_checked(port: str) -> None:
    text = SMALL.replace('port = "sim"', f'port = "{port}"')
    if port in ("", "COM1", "/tmp/a b"):
        assert {one.where for one in problems(text)} == {"device.banks[0].port"}
    else:
        assert read_station(text).device.banks[0].port == port


def test_a_syntax_error_is_told_together_with_the_other_mistakes() -> None:
    text = SMALL.replace('port = "sim"', 'port = = "sim"').replace('size = "M"', 'size = "XL"')
    told = problems(text)
    assert [(one.line, one.where) for one in told] == [
        (10, "syntax"),
        (14, "device.banks[0].doors[1].size"),
    ]


def test_an_open_bracket_is_told_once_not_for_every_line_after_it() -> None:
    (problem,) = problems(SMALL.replace("]\ndoors", "\ndoors"))
    assert problem.where == "syntax"


def test_a_file_that_is_not_there_or_not_text_is_a_mistake(tmp_path: Path) -> None:
    for path, words in [(tmp_path / "no.toml", "no such file"), (tmp_path, "directory")]:
        with pytest.raises(ConfigError, match=words):
            load_station(path)
    bad = tmp_path / "bad.toml"
    bad.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="not UTF-8"):
        load_station(bad)


def test_a_station_nobody_knows_is_answered_with_those_that_are_known() -> None:
    with pytest.raises(ConfigError, match="beida, hongmian, huaken"):
        load_station("nowhere")


@examples(40)
@given(st.text(max_size=80), st.integers(min_value=0, max_value=len(HUAKEN)))
def test_no_text_makes_the_reader_fail_in_another_way(noise: str, at: int) -> None:
    for text in (noise, HUAKEN[:at] + noise + HUAKEN[at:], HUAKEN[:at]):
        last = text.count("\n") + 1
        assert all(one.line is None or 1 <= one.line <= last for one in mistakes(text))


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["zh", "en", "id", "doors", "boards", "name", "lock", "board", "port"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(StationFile.__struct_fields__), _VALUES))
def test_any_shape_of_tables_is_checked_without_failing(table: dict[str, object]) -> None:
    from kiosk.config import checks
    from kiosk.config.reading import read, spell

    file, wrong = read(StationFile, table)
    assert (file is None) == bool(wrong)
    for path, what in (*wrong, *checks.mistakes(table)):
        assert spell(path)
        assert what


def test_the_difference_between_a_file_and_the_settings_is_told_key_by_key() -> None:
    file = read_station(f'{SMALL}\n[hours]\nsun = "closed"\n[lockers]\ngrace_min = 30\n')
    now = settings(read_station(SMALL))
    assert [(one.key, one.before, one.after) for one in difference(now, file)] == [
        ("hours.sun", "08:30-19:30", "closed"),
        ("lockers.grace_min", "15", "30"),
    ]
    assert difference(settings(file), file) == ()


@pytest.mark.parametrize(
    "port",
    ["none", "sim", "usb", "usb:0416:5011", "file:/dev/usb/lp0", "/dev/ttyS1", "socket://lp:9100"],
)
def test_a_printer_may_hang_on_any_of_these(port: str) -> None:
    file = read_station(f'{SMALL}\n[device.printer]\nport = "{port}"\n')
    assert file.device.printer.port == port


@pytest.mark.parametrize("port", ["wedge:1eab:8003", "wedge:/dev/input/by-id/usb-x-event-kbd"])
def test_a_scanner_may_be_a_keyboard(port: str) -> None:
    file = read_station(f'{SMALL}\n[device.scanner]\nport = "{port}"\n')
    assert file.device.scanner.port == port


def test_the_handbook_explains_every_key_with_its_range() -> None:
    text = DOCS.read_text("utf-8")
    rows = {line.split("`")[1]: line for line in text.splitlines() if line.startswith("| `")}
    keys = dict(leaves(StationFile))
    assert sorted(rows) == sorted(keys)
    for key, info in keys.items():
        low, high = getattr(info, "ge", None), getattr(info, "le", None)
        if low is not None and high is not None:
            assert f"{low:g}–{high:g}" in rows[key].replace(" ", "") or low == high, key


def test_every_family_a_file_may_name_has_a_driver() -> None:
    from drivers.registry import BENCH_ONLY as TRIED
    from drivers.registry import FAMILIES as DRIVEN

    assert set(FAMILIES) <= set(DRIVEN)
    assert set(BENCH_ONLY) == set(TRIED)


def test_boards_that_only_the_bench_may_use_are_refused_with_the_reason() -> None:
    [told] = problems(SMALL.replace('family = "xor8a"', 'family = "lcus"'))
    assert (told.line, told.where) == (9, "device.banks[0].family")
    assert told.what.startswith("lcus boards are for the bench only")


@pytest.mark.parametrize(
    ("lines", "pages"),
    [
        ("", ""),
        ('address = "192.168.1.5"', ""),
        ('address = "192.168.1.5"\nport = 8470', "https://192.168.1.5:8470"),
        ('address = "fd00::5"\nport = 8470', "https://[fd00::5]:8470"),
        ('phones = "https://hub.example.cn"', "https://hub.example.cn"),
        (
            'address = "192.168.1.5"\nport = 8470\nphones = "https://hub.example.cn"',
            "https://hub.example.cn",
        ),
    ],
)
def test_phones_open_the_pages_where_the_file_says(lines: str, pages: str) -> None:
    assert read_station(f"{SMALL}\n[device.hub]\n{lines}\n").device.hub.pages == pages


@pytest.mark.parametrize("written", ["hub.example.cn", "https://hub/x", "ftp://hub", "https://"])
def test_what_no_phone_could_open_is_a_mistake(written: str) -> None:
    with pytest.raises(ConfigError):
        read_station(f'{SMALL}\n[device.hub]\nphones = "{written}"\n')
