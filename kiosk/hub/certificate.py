"""The hub's own certificate: made at its first start, pinned by every terminal that pairs."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kiosk.files import create_private_file, make_private_directory

FILE = "hub.pem"
_NAME = "yizhan-hub"
_YEARS = 20
"""It is pinned, not vouched for; what ends its life is that the hub is set up anew."""


def certificate_in(directory: Path, hosts: Sequence[str] = ()) -> Path:
    """Return the file with certificate and key; make it if it is not there.

    Args:
        hosts: names and addresses under which terminals reach the hub.
    """
    make_private_directory(directory)
    path = directory / FILE
    if not path.exists():
        with suppress(FileExistsError):  # another hub was faster; its certificate holds
            create_private_file(path, _made(hosts))
    return path


def public_part(path: Path) -> str:
    """Return the certificate alone, as PEM."""
    found = x509.load_pem_x509_certificate(path.read_bytes())
    return found.public_bytes(serialization.Encoding.PEM).decode()


def fingerprint(path: Path) -> str:
    """Return SHA-256 of the certificate, as staff compare it when a terminal pairs."""
    found = x509.load_pem_x509_certificate(path.read_bytes())
    return found.fingerprint(hashes.SHA256()).hex(":")


def _made(hosts: Sequence[str]) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, _NAME)])
    now = datetime.now(UTC)
    names = dict.fromkeys([_NAME, "localhost", "127.0.0.1", "::1", socket.gethostname(), *hosts])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=366))  # a terminal's clock may be behind
        .not_valid_after(now + timedelta(days=366 * _YEARS))
        .add_extension(x509.SubjectAlternativeName([_name(each) for each in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)
