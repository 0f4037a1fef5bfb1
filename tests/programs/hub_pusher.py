"""One terminal that pushes reservations of the same few places as fast as it is answered.

python -m tests.programs.hub_pusher PORT PAIRED_AS_HEX ENTRIES BATCH
Says ``ready``, waits for a line, pushes all, says how many stand.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from http.client import HTTPConnection

import msgspec

from kiosk.ids import RESIDENT, new_id
from kiosk.journal.entry import Draft, Head
from kiosk.packing import packed, unpacked
from kiosk.signatures import NONCE_BYTES, sign
from kiosk.wire import (
    JOURNAL,
    PROTOCOL,
    Paired,
    Push,
    Pushed,
    decode,
    decode_answer,
    encode,
)
from tests.places import PlaceId, Taken

PLACES = 10


def main() -> None:
    port, paired = int(sys.argv[1]), decode(bytes.fromhex(sys.argv[2]), Paired)
    entries, batch = int(sys.argv[3]), int(sys.argv[4])
    drafts = [made(paired, number) for number in range(1, entries + 1)]
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    head = send(connection, paired, (), Head())[0]  # connected, and the station is open
    print("ready", flush=True)
    sys.stdin.readline()
    stand = 0
    for start in range(0, entries, batch):
        head, won = send(connection, paired, tuple(drafts[start : start + batch]), head)
        stand += won
    print(stand, flush=True)
    connection.close()


def made(paired: Paired, number: int) -> Draft:
    now = datetime.now(UTC)
    return Draft(
        id=new_id(),
        at=now,
        business_date=now.date(),
        actor=RESIDENT,
        event=msgspec.json.encode(Taken(place=PlaceId(f"p{number % PLACES}"))),
        origin=paired.origin,
        seq=number,
    )


def send(
    connection: HTTPConnection, paired: Paired, drafts: tuple[Draft, ...], head: Head
) -> tuple[Head, int]:
    body, headers = packed(encode(Push(PROTOCOL, paired.origin, drafts, head)))
    signed = sign(
        paired.key,
        "POST",
        JOURNAL,
        body,
        station=paired.station,
        terminal=paired.terminal,
        at=datetime.now(UTC),
        nonce=os.urandom(NONCE_BYTES),
    )
    connection.request("POST", JOURNAL, body, {**headers, **signed.headers()})
    response = connection.getresponse()
    answer = decode_answer(unpacked(response.read(), response.getheader("content-encoding")))
    assert isinstance(answer, Pushed), answer
    mine = {draft.id for draft in drafts}
    placed = [each.entry for each in answer.page if each.entry.id in mine]
    last = answer.page[-1].entry if answer.page else None
    end = head if last is None else Head(last.position, last.digest)
    return end, sum(entry.refused is None for entry in placed)


if __name__ == "__main__":
    main()
