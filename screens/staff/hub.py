"""The connection to the hub: how it stands, connecting to another, what came out differently."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from kivy.properties import StringProperty

from kiosk import hub_words
from kiosk.errors import Refused
from kiosk.following import Outcome
from kiosk.membership import Joined
from kiosk.sync.line import HubAway, HubDenied
from kiosk.sync.pairing import NoAddress, fingerprint
from kiosk.typing.fields import Field, Kind
from screens.base import layout_beside
from screens.icons import Icon
from screens.staff.needs_hub import situation_of
from screens.staff.page import RowsPage, SignedInPage
from screens.staff.rows import Row
from screens.widgets.button import BigButton

ADDRESS = "hub_address"
CODE_DIGITS = 6
LOOK_EVERY = 2.0


class HubScreen(RowsPage):
    """Which hub, whether it answers, what waits; and the way to another one."""

    icon = Icon.REFRESH

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Connection to the hub")

    def on_pre_enter(self) -> None:
        """Show how it stands, and how that changes."""
        super().on_pre_enter()
        self.keep_looking(LOOK_EVERY)

    def rows(self) -> list[Row]:
        """Return facts, and what can be done."""
        return [*self._facts(), *self._acts()]

    def _facts(self) -> Iterator[Row]:
        situation = situation_of(self)
        if situation is None:
            text = self._("This terminal works by itself.")
            yield Row(text, self._("It follows no hub."), icon=Icon.STOREFRONT)
            return
        standing = situation.standing
        reason = standing.stopped or ("" if standing.connected else situation.trouble)
        words = (
            self._("Connected since {since}")
            if standing.connected
            else self._("No answer since {since}")
        )
        yield Row(
            words.format(since=self.time_of(standing.since)),
            hub_words.why(self._, reason) if reason else "",
            icon=Icon.REFRESH if standing.connected else Icon.WIFI_OFF,
            tone="good" if standing.connected and not reason else "bad",
        )
        where = self._("The hub in this terminal") if situation.own else self._("A hub elsewhere")
        yield Row(where, situation.url or self._("It is being started."), icon=Icon.STOREFRONT)
        waits = self.plural(
            "{count} entry waits for the hub", "{count} entries wait for the hub", situation.waiting
        )
        name = self._("This terminal is called {name} there.").format(name=situation.terminal)
        yield Row(
            waits.format(count=situation.waiting),
            name if situation.terminal else "",
            icon=Icon.RECEIPT_LONG,
        )
        if situation.certificate:
            yield Row(
                self._("Fingerprint of the hub"),
                fingerprint(situation.certificate).replace(":", " "),
                icon=Icon.VERIFIED_USER,
                wide=True,
            )

    def _acts(self) -> Iterator[Row]:
        situation = situation_of(self)
        if situation is not None and not situation.standing.connected:
            again = self.services.exchange.again
            yield Row(self._("Try again now"), icon=Icon.REFRESH, touched=again)
        if self.services.join is None:
            return
        yield Row(
            self._("Address of another hub"),
            self.address or self._("Type it, for example 192.168.1.5"),
            icon=Icon.EDIT,
            touched=self._type,
        )
        if self.address:
            yield Row(
                self._("Connect to it"),
                self._("Have the hub show a code first."),
                icon=Icon.KEY,
                tone="primary",
                touched=partial(self.goes.go, "staff.hub_code", address=self.address),
            )

    @property
    def address(self) -> str:
        """What was typed, or what the station file says."""
        config = self.services.config
        written = config.device.hub.url if config is not None else ""
        typed: str = self.visit.given.get(ADDRESS) or written
        return typed

    def _type(self) -> None:
        self.visit.given[ADDRESS] = self.address
        field = Field(name=ADDRESS, label=self._("Address of the hub"), kind=Kind.LATIN, limit=80)
        self.goes.go("typing", field=field, family=self.family)


class HubCodeScreen(SignedInPage):
    """The six digits the hub shows. Given: ``address``."""

    icon = Icon.KEY
    layout = layout_beside(__file__)

    typed = StringProperty("")

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Connect to a hub")

    def question(self) -> str:
        """Return what is asked for; on a low panel the address alone."""
        where = str(self.given["address"]).removeprefix("https://")
        if self.theme.tight:
            return where
        return self._("Type the six digits that the hub at {address} shows.").format(address=where)

    def on_leave(self) -> None:
        """Forget the code."""
        self.typed = ""

    def type(self, digit: str) -> None:
        """Take a digit."""
        if not self.busy and len(self.typed) < CODE_DIGITS:
            self.typed += digit

    def erase(self) -> None:
        """Take the last digit back."""
        self.typed = self.typed[:-1]

    def clear(self) -> None:
        """Begin again."""
        self.typed = ""

    def enter(self) -> None:
        """Ask the hub; not on the station's lane, since it may take long to answer."""
        code, self.typed = self.typed, ""
        self.do(
            self._join, self.given["address"], code, then=self._joined, lane=self.services.files
        )

    def words(self, refused: Refused) -> str:
        """Return why the terminal was not taken in."""
        sentence = hub_words.pairing_sentences(self._).get(refused.reason)
        return sentence or super().words(refused)

    def _join(self, address: str, code: str) -> Joined:
        assert self.services.join is not None
        try:
            joined: Joined = self.services.join(address, code)
        except NoAddress as error:
            raise Refused(hub_words.NO_ADDRESS) from error
        except HubAway as error:
            raise Refused(hub_words.AWAY) from error
        except HubDenied as denied:
            raise Refused(denied.reason) from denied
        except OSError as error:
            raise Refused(hub_words.NOT_KEPT) from error
        return joined

    def _joined(self, joined: Joined) -> None:
        if self.body is not None:
            self.body.clear_widgets()
        said = self._("This terminal is taken in as {name}. Compare the fingerprint: {fingerprint}")
        self.say_notice(
            said.format(name=joined.terminal, fingerprint=joined.fingerprint.replace(":", " ")),
            tone="good",
        )
        self.add_widget(
            BigButton(
                theme=self.theme,
                text=self._("Start the terminal anew"),
                icon=Icon.REFRESH,
                tone="primary",
                size_hint_y=None,
                height=self.theme.button,
                on_release=lambda _: self.services.leave(0),
            )
        )


class HubDiffersScreen(RowsPage):
    """What came out differently after the hub had been put back to an older state."""

    icon = Icon.SYNC_PROBLEM

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Decided differently")

    def rows(self) -> list[Row]:
        """Return a row for each."""
        exchange = self.services.exchange
        outcomes = {
            Outcome.GONE: self._("The hub knows nothing of it any more. Do it again if need be."),
            Outcome.REFUSED: self._("It was accepted, and is refused now. Tell the person."),
            Outcome.STANDS: self._("It was refused, and stands now. Tell the person."),
        }
        return [
            Row(
                f"{self._part(each.was.event)} · {self.time_of(each.was.at)}",
                outcomes.get(each.outcome, ""),
                icon=Icon.SYNC_PROBLEM,
                tone="care",
            )
            for each in (exchange.differences if exchange is not None else ())
        ]

    def foot(self) -> None:
        """Put the button that says they were seen."""
        self.add_widget(
            BigButton(
                theme=self.theme,
                text=self._("Seen: take them off the list"),
                icon=Icon.CHECK_CIRCLE,
                tone="primary",
                size_hint_y=None,
                height=self.theme.button,
                on_release=lambda _: self.seen(),
            )
        )

    def seen(self) -> None:
        """Take all of them off the list."""
        if self.services.exchange is not None:
            self.do(self.services.exchange.forget_differences, then=lambda _: self.goes.back())

    def _part(self, event: bytes) -> str:
        parts = {
            b"lockers": self._("Lockers"),
            b"queueing": self._("Counter"),
            b"venues": self._("Places"),
        }
        for name, words in parts.items():
            if b'"tag":"' + name in event:
                return words
        return self._("Station and terminal")
