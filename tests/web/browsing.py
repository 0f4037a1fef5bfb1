"""What the tests of pages share: where the browser is, signing in with and without it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import httpx
from playwright.sync_api import BrowserContext, Page

from kiosk.ids import new_id
from kiosk.settings import Role
from tests.filled import PINS, Filled

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_CSRF = re.compile(r'name="csrf" value="([0-9a-f]+)"')


class Site:
    """Served pages.

    Attributes:
        client: asks without a browser; keeps cookies, follows nothing.
    """

    def __init__(self, filled: Filled, client: httpx.Client) -> None:
        self.filled = filled
        self.client = client
        client.headers["Accept-Language"] = "en"
        client.timeout = httpx.Timeout(60)

    @property
    def address(self) -> str:
        return str(self.client.base_url).rstrip("/")

    # -- without a browser -----------------------------------------------------------------

    def another(self) -> Site:
        """The same pages, asked by somebody else."""
        client = httpx.Client(base_url=self.client.base_url, verify=self._verify())
        return Site(self.filled, client)

    def sign_in(self, role: Role = Role.ADMINISTRATOR) -> httpx.Response:
        member, pin = PINS[role]
        return self.try_pin(member, pin)

    def try_pin(self, member: str, pin: str, **more: str) -> httpx.Response:
        """Fill in the form for signing in."""
        page = self.client.get("/console/sign-in")
        fields = {"csrf": csrf_in(page.text), "station": self.filled.name}
        return self.client.post(
            "/console/sign-in", data={**fields, "member": member, "pin": pin, **more}
        )

    def post(self, path: str, fields: Mapping[str, Any] | None = None) -> httpx.Response:
        """Send a form as the signed-in page makes it."""
        csrf = csrf_in(self.client.get("/console").text)
        return self.client.post(path, data={"csrf": csrf, "tap": new_id(), **(fields or {})})

    # -- with one --------------------------------------------------------------------------

    def open(
        self, context: BrowserContext, path: str = "/console", role: Role | None = None
    ) -> Page:
        """Open ``path`` in a browser that is signed in as ``role``, if any."""
        page = context.new_page()
        if role is not None:
            member, pin = PINS[role]
            page.goto(f"{self.address}/console/sign-in")
            page.fill("input[name=member]", member)
            page.fill("input[name=pin]", pin)
            page.keyboard.press("Enter")
            page.wait_for_url("**/console")
        page.goto(self.address + path)
        return page

    def _verify(self) -> Any:
        import ssl

        return ssl.create_default_context(cafile=str(self.filled.hub.certificate))


def csrf_in(text: str) -> str:
    """The secret of the first form of a page."""
    found = _CSRF.search(text)
    assert found is not None, text[:500]
    return found[1]
