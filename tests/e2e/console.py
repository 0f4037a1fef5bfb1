"""The staff console of a hub process, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, sync_playwright

from tests.e2e.wires import PATIENCE
from tests.web.browsing import ARGUMENTS, CHROMIUM


@contextmanager
def browser(address: str) -> Iterator[Page]:
    """Give a page of a browser in Chinese; paths are those of the hub at ``address``."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        context = chromium.new_context(
            base_url=address,
            ignore_https_errors=True,  # its certificate is its own
            locale="zh-CN",
            viewport={"width": 1366, "height": 768},
        )
        context.set_default_timeout(PATIENCE * 1000)
        yield context.new_page()
        chromium.close()


def sign_in(page: Page, member: str, pin: str) -> None:
    """Sign in by keyboard."""
    page.goto("/console/sign-in")
    page.fill("input[name=member]", member)
    page.fill("input[name=pin]", pin)
    page.keyboard.press("Enter")
    page.wait_for_url("**/console")
