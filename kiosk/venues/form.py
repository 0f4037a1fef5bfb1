"""What an applicant fills in. All of it but the choices is personal and lives in the private part.

Pure. Words are kept byte for byte as they were typed; only what cannot be right is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

import msgspec

from kiosk.errors import Refused
from kiosk.ids import EquipmentId, OrganisationId, TextVersion
from kiosk.venue_settings import ApplicantKind

PURPOSE_MOST = 500
"""Characters of a purpose; ``NAME_MOST`` of a name or an organisation."""
NAME_MOST = 60
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"(0\d{2,3})?[2-8]\d{6,7}")
_COUNTRY = ("+86", "0086")


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """What was filled in.

    Attributes:
        organisation: picked from the station file's list.
        organisation_name: typed instead; what a group of residents calls itself, too.
        agreed: version of the rules that was shown and agreed to.
    """

    kind: ApplicantKind
    contact: str
    phone: str
    purpose: str
    head_count: int
    organisation: OrganisationId | None = None
    organisation_name: str = ""
    equipment: tuple[EquipmentId, ...] = ()
    agreed: TextVersion | None = None


class Details(msgspec.Struct, frozen=True):
    """What staff see of an application while it is kept; empty where it is erased.

    Attributes:
        organisation: as typed; one of the list stands in the application itself.
    """

    contact: str = ""
    phone: str = ""
    purpose: str = ""
    organisation: str = ""

    @classmethod
    def read(cls, body: Mapping[str, str]) -> Details:
        """Read the body of the personal row that ``body_of`` made."""
        return cls(*(body.get(name, "") for name in cls.__struct_fields__))


def body_of(form: Form) -> dict[str, str]:
    """Return the personal part of a form, as it is stored."""
    body = {
        "contact": form.contact,
        "phone": form.phone,
        "purpose": form.purpose,
        "organisation": form.organisation_name,
    }
    return {name: text for name, text in body.items() if text}


def check(form: Form) -> None:
    """Do nothing if the form can be taken.

    Raises:
        Refused: ``missing`` (field), ``too_many_words`` (field, most), ``bad_phone``.
    """
    if form.kind is not ApplicantKind.RESIDENTS and form.organisation is None:
        _must_be_words("organisation", form.organisation_name, NAME_MOST)
    elif len(form.organisation_name) > NAME_MOST:
        raise Refused("too_many_words", field="organisation", most=NAME_MOST)
    _must_be_words("contact", form.contact, NAME_MOST)
    plain_phone(form.phone)
    _must_be_words("purpose", form.purpose, PURPOSE_MOST)


def plain_phone(phone: str) -> str:
    """Return the digits of what can be a telephone number in China, however it was written.

    Raises:
        Refused: ``missing`` (field), ``bad_phone``.
    """
    plain = "".join(
        sign
        for sign in unicodedata.normalize("NFKC", phone)
        if not sign.isspace() and sign not in "-()"
    )
    if not plain:
        raise Refused("missing", field="phone")
    for prefix in _COUNTRY:
        plain = plain.removeprefix(prefix)
    if not plain.isascii() or not (_MOBILE.fullmatch(plain) or _LANDLINE.fullmatch(plain)):
        raise Refused("bad_phone")
    return plain


def _must_be_words(field: str, text: str, most: int) -> None:
    if not any(sign.isprintable() and not sign.isspace() for sign in text):
        raise Refused("missing", field=field)
    if len(text) > most:
        raise Refused("too_many_words", field=field, most=most)
