"""Which program this is."""

from kiosk.program import program_version


def test_the_version_is_known_where_the_program_runs_from_its_sources() -> None:
    assert program_version()[0].isdigit()
