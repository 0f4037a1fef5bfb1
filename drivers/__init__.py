"""Hardware behind the protocols of ``kiosk.ports``: lock boards, scanner, voice."""
