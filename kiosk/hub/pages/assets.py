"""Scripts, styles and fonts of the pages: few files, kept by browsers until one of them changes."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse, PlainTextResponse, Response

ROOT = Path(__file__).parents[3] / "assets"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".wav": "audio/wav",
    ".webmanifest": "application/manifest+json",
}
_KEPT = "public, max-age=31536000, immutable"
_DIGITS = 12


class Assets:
    """The files that are served, by name, and the address of each."""

    def __init__(self) -> None:
        found = [path for path in (ROOT / "web").iterdir() if path.suffix in TYPES]
        found += [ROOT / "fonts" / name for name in ("Text-Regular.ttf", "Text-Bold.ttf")]
        self.files = {path.name: path for path in sorted(found)}
        self.version = _digest(list(self.files.values()))

    def address(self, name: str) -> str:
        """Return where ``name`` is fetched from; another one after any of the files changed."""
        assert name in self.files, name
        return f"/static/{self.version}/{name}"


def routes() -> APIRouter:
    """Return the route of the files."""
    api = APIRouter(include_in_schema=False)
    assets = Assets()

    @api.get("/static/{version}/{name}")
    def asset(version: str, name: str) -> Response:
        """Send a file; an old address gets the present one, and is not kept."""
        path = assets.files.get(name)
        if path is None:
            return PlainTextResponse("there is no such file\n", status_code=404)
        kept = _KEPT if version == assets.version else "no-cache"
        headers = {"Cache-Control": kept, "X-Content-Type-Options": "nosniff"}
        return FileResponse(path, media_type=TYPES[path.suffix], headers=headers)

    return api


def _digest(paths: list[Path]) -> str:
    whole = sha256()
    for path in paths:
        whole.update(path.name.encode() + b"\0" + sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:_DIGITS]
