"""QR codes as modules, for whoever draws them: on glass, on paper. The one door to the library."""

from __future__ import annotations

import qrcode

BORDER = 4
"""Quiet zone in modules (ISO/IEC 18004)."""


def matrix(data: str) -> list[list[bool]]:
    """Return the modules, quiet zone included; True is dark."""
    code = qrcode.QRCode(border=BORDER, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(data)
    code.make(fit=True)
    found: list[list[bool]] = code.get_matrix()
    return found
