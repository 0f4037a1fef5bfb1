"""Fetch the scripts of others that the hub's pages use, at one version, checked by their hash.

python tools/web_assets.py           fetch them with npm and put them into assets/web
python tools/web_assets.py --check   end with 1 if what lies there is not what is named here
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
WEB = ROOT / "assets" / "web"
LICENCES = ROOT / "assets" / "licences"
PACKAGE = "htmx.org@4.0.1"
INTEGRITY = (
    "oF7JgXhDW9UXCy/k1ZYFUQgzu/rm19ORWPSPNL91vPluB2PB9+MV55tyQdH/w7o2EAbTYUG5SDW1R60mdkdqGg=="
)
FILES = {
    "package/dist/htmx.min.js": (
        WEB / "htmx.min.js",
        "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130",
    ),
    "package/dist/ext/hx-sse.min.js": (
        WEB / "hx-sse.min.js",
        "18ef2761356ec1fe0bb6d92612315b37517a7c1e9856b661c5ae81fef239d103",
    ),
    "package/LICENSE": (
        LICENCES / "htmx-0BSD.txt",
        "d3d2456f76414f2456104660ebd65aff1c04cd7966b942bdabd63f3cdb316a38",
    ),
}
"""What is taken out of the package, where it goes, and its SHA-256."""


def fetch() -> None:
    """Fetch the package and put its files in their places."""
    with tempfile.TemporaryDirectory() as scratch:
        command = ["npm", "pack", "--silent", "--pack-destination", scratch, PACKAGE]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        (packed,) = Path(scratch).glob("*.tgz")
        found = base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode()
        if found != INTEGRITY:
            raise SystemExit(f"{PACKAGE} is not what it was: sha512-{found}")
        with tarfile.open(packed) as package:
            for member, (path, _) in FILES.items():
                content = package.extractfile(member)
                assert content is not None
                path.write_bytes(_without_map(content.read()))


def wrong() -> list[str]:
    """Return the files that are missing or were changed."""
    return [
        path.name
        for path, digest in FILES.values()
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest
    ]


def _without_map(content: bytes) -> bytes:
    """Leave out the line that points to a file which is not shipped."""
    lines = content.splitlines(keepends=True)
    return b"".join(each for each in lines if not each.startswith(b"//# sourceMappingURL="))


def main() -> int:
    """Run the tool."""
    parser = argparse.ArgumentParser(description="Keep the scripts of others.")
    parser.add_argument("--check", action="store_true")
    if not parser.parse_args().check:
        fetch()
    found = wrong()
    if found:
        print("not as named in tools/web_assets.py:", ", ".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
