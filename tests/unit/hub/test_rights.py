"""The table of who may write what fits the families there are."""

from __future__ import annotations

import msgspec
import pytest

from kiosk.hub.faults import Denied
from kiosk.hub.rights import WRITERS, check_rights
from kiosk.ids import TERMINAL
from tests.histories import EVENTS
from tests.journals import draft

TAGS = {event.__struct_config__.tag for event in EVENTS}


def test_every_tag_stands_in_the_table_by_itself_or_with_its_family() -> None:
    families = {tag.partition(".")[0] for tag in WRITERS if "." not in tag}
    assert {str(tag).partition(".")[0] for tag in TAGS} <= families


def test_every_tag_in_the_table_is_one_that_exists() -> None:
    assert {tag for tag in WRITERS if "." in tag} <= TAGS


@pytest.mark.parametrize("tag", sorted(tag for tag, who in WRITERS.items() if not who))
def test_what_time_asks_of_the_hub_no_terminal_writes(tag: str) -> None:
    event = msgspec.json.encode({"tag": tag})
    with pytest.raises(Denied, match="foreign_tag"):
        check_rights(msgspec.structs.replace(draft(event), actor=TERMINAL))
