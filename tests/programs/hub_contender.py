"""One client of a hub, as a process of its own: sends what it is given, at a sign.

python -m tests.programs.hub_contender
Reads ``PORT PATH BODY HEADERS`` (hex of bytes, hex of JSON), says ``ready``, waits for a line,
sends, and says the answer in hex, or ``cut`` if none came. It loads nothing, so that many start.
"""

from __future__ import annotations

import json
import sys
import zlib
from http.client import HTTPConnection, HTTPException

_PATIENCE = 60


def main() -> None:
    open_lines: dict[int, HTTPConnection] = {}
    for line in sys.stdin:
        port, path, body, headers = line.split()
        line_to = open_lines.setdefault(int(port), HTTPConnection("127.0.0.1", int(port)))
        line_to.timeout = _PATIENCE
        print("ready", flush=True)
        sys.stdin.readline()
        try:
            line_to.request("POST", path, bytes.fromhex(body), json.loads(bytes.fromhex(headers)))
            response = line_to.getresponse()
            answer = response.read()
            if response.getheader("content-encoding") == "gzip":
                answer = zlib.decompress(answer, 16 + zlib.MAX_WBITS)
            print(answer.hex(), flush=True)
        except (OSError, HTTPException):
            del open_lines[int(port)]
            print("cut", flush=True)


if __name__ == "__main__":
    main()
