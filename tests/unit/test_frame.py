"""The frame of the project itself: locks, make targets, and what may never stand in the tree."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RUN_LOCK = ROOT / "requirements.txt"
DEV_LOCK = ROOT / "requirements-dev.txt"

# Written in pieces, or this file would find itself.
HOSTS = re.compile(
    "|".join(
        rf"{name}\.{end}"
        for name, end in [
            ("pypi", "org"),
            ("pythonhosted", "org"),
            ("npmjs", "(?:org|com)"),
            ("debian", "(?:org|com)"),
            ("crates", "io"),
        ]
    )
)
MACHINE_PATHS = re.compile("|".join(["/wor" + "k/", "/far" + "m/", "/op" + "t/", "/roo" + "t/"]))
SHARED_PATH = re.compile(r"\.\./" + "shared")
FOREIGN = [HOSTS, MACHINE_PATHS, SHARED_PATH]


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def text_of(file: Path) -> str | None:
    """The text, or None for a binary file."""
    data = file.read_bytes()
    return None if b"\0" in data else data.decode("utf-8", errors="replace")


def foreign_words(text: str) -> list[str]:
    return [match.group() for pattern in FOREIGN for match in pattern.finditer(text)]


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def asked_for(requirements: list[str]) -> set[str]:
    return {canonical(re.split(r"[<>=!~ \[;]", requirement)[0]) for requirement in requirements}


def pins(lock: Path) -> dict[str, str]:
    """Name → version of everything pinned in ``lock``."""
    found = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*])?==(\S+)", lock.read_text(), re.MULTILINE)
    return {canonical(name): version for name, version in found}


def project() -> dict[str, list[str]]:
    table = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return {"run": table["dependencies"], "dev": table["optional-dependencies"]["dev"]}


def make_targets() -> set[str]:
    rules = (ROOT / "Makefile").read_text()
    return set(re.findall(r"^([a-z][a-z-]*):", rules, re.MULTILINE))


def test_no_tracked_file_names_a_registry_or_a_path_of_one_machine() -> None:
    found = {
        str(file.relative_to(ROOT)): words
        for file in tracked_files()
        if (text := text_of(file)) is not None and (words := foreign_words(text))
    }
    assert found == {}


@pytest.mark.parametrize(
    "text", ["https://pypi." + "org/simple", "cd /wor" + "k/x", "see ../" + "shared/a.md"]
)
def test_the_search_for_foreign_words_finds_them(text: str) -> None:
    assert foreign_words(text)


def test_the_run_lock_pins_every_dependency_of_the_terminal() -> None:
    assert asked_for(project()["run"]) <= pins(RUN_LOCK).keys()


def test_the_test_lock_pins_every_dependency_of_the_tests() -> None:
    assert asked_for(project()["dev"]) <= pins(DEV_LOCK).keys()


def test_tests_run_on_the_very_versions_the_terminal_runs_on() -> None:
    assert pins(RUN_LOCK).items() <= pins(DEV_LOCK).items()


@pytest.mark.parametrize("lock", [RUN_LOCK, DEV_LOCK], ids=lambda lock: lock.name)
def test_a_lock_holds_no_address_and_no_option_but_hashes(lock: Path) -> None:
    lines = [line.strip() for line in lock.read_text().splitlines()]
    options = [line for line in lines if line.startswith("-") and "--hash=sha256:" not in line]
    assert options == []
    assert [line for line in lines if "//" in line or " @ " in line] == []


@pytest.mark.parametrize("lock", [RUN_LOCK, DEV_LOCK], ids=lambda lock: lock.name)
def test_every_pin_has_its_hashes(lock: Path) -> None:
    entries = re.split(r"^(?=[A-Za-z0-9])", lock.read_text(), flags=re.MULTILINE)[1:]
    assert len(entries) == len(pins(lock))
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_every_dependency_has_a_reason() -> None:
    reasons = (ROOT / "docs/decisions/0001-dependencies.md").read_text().lower()
    wanted = asked_for(project()["run"]) | asked_for(project()["dev"])
    assert {name for name in wanted if f"`{name}`" not in reasons} == set()


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "docs/install.md"])
def test_every_make_target_a_page_names_exists(page: str) -> None:
    named = set(re.findall(r"(?:`|^ *)make ([a-z]+)", (ROOT / page).read_text(), re.MULTILINE))
    assert named
    assert named <= make_targets()


def test_the_promised_targets_exist() -> None:
    promised = {"setup", "run", "test", "check", "soak", "bench", "words", "lock", "clean"}
    assert promised <= make_targets()


def test_the_clipboard_daemon_that_hangs_pipelines_is_never_installed() -> None:
    table = (ROOT / "tools/system-packages.txt").read_text()
    rows = [line.split() for line in table.splitlines() if line and not line.startswith("#")]
    assert {scope for scope, *_ in rows} == {"run", "test"}
    assert "xclip" not in {package for _, package, *_ in rows}


def test_setup_refuses_a_scope_it_does_not_know() -> None:
    refused = subprocess.run([ROOT / "tools/setup", "everything"], capture_output=True, text=True)
    assert refused.returncode == 2
    assert "everything" in refused.stderr


def test_product_modules_stay_small_enough_to_hold_in_the_head() -> None:
    homes = ("kiosk/", "screens/", "drivers/", "tools/", "main.py")
    long = {
        name: lines
        for file in tracked_files()
        if (name := str(file.relative_to(ROOT))).startswith(homes)
        and file.suffix == ".py"
        and (lines := file.read_text().count("\n")) > 300
    }
    assert long == {}
