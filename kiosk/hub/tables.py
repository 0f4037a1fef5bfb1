"""What a hub keeps, as tables that SQLite and PostgreSQL both have.

Every table begins with the station, and no query of the exchange crosses two of them, so a cluster
may put stations on different machines. Times are the text the chain hashes.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

FORMAT = 1
"""Number of this layout; a program reads higher ones but never writes them."""

METADATA = MetaData()

FACTS = Table(
    "facts",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

HEADS = Table(
    "heads",
    METADATA,
    Column("station", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("digest", LargeBinary, nullable=False),
)
"""The end of each journal. Its row is what a turn locks."""

ENTRIES = Table(
    "entries",
    METADATA,
    Column("station", Text, primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("at", Text, nullable=False),
    Column("business_date", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("event", LargeBinary, nullable=False),
    Column("private_digest", LargeBinary, nullable=False),
    Column("position_time", Text, nullable=False),
    Column("refused", Text),
    Column("digest", LargeBinary, nullable=False),
    UniqueConstraint("station", "id", name="entries_id"),
    UniqueConstraint("station", "origin", "seq", name="entries_seq"),
    Index("entries_day", "station", "business_date", "position"),
)

PRIVATE = Table(
    "private",
    METADATA,
    Column("station", Text, primary_key=True),
    Column("entry", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("person", Text),
    Column("body", LargeBinary, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Index("private_person", "station", "person"),
)

CHECKPOINTS = Table(
    "checkpoints",
    METADATA,
    Column("station", Text, primary_key=True),
    Column("family", Text, primary_key=True),
    Column("fold_version", Integer, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("check", LargeBinary, nullable=False),
)

STATIONS = Table(
    "stations",
    METADATA,
    Column("station", Text, primary_key=True),
    Column("key", LargeBinary, nullable=False),
    Column("adopts", Text),
    Column("adopts_to", BigInteger, nullable=False),
)
"""The station key, sealed; the terminal whose history is taken over, and up to which position."""

TERMINALS = Table(
    "terminals",
    METADATA,
    Column("station", Text, primary_key=True),
    Column("terminal", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("program", Text, nullable=False),
    Column("key", LargeBinary, nullable=False),
    Column("paired_at", Text, nullable=False),
    Column("ended_at", Text),
)
"""Keys are sealed. A terminal that was ended is believed no more; its name never comes again."""

REPORTS = Table(
    "reports",
    METADATA,
    Column("station", Text, primary_key=True),
    Column("terminal", Text, primary_key=True),
    Column("seen_at", Text),
    Column("report", LargeBinary),
)
"""How each terminal last said it is, and when it last asked anything."""

BANKS = Table(
    "banks",
    METADATA,
    Column("station", Text, primary_key=True),
    Column("bank", Text, primary_key=True),
    Column("terminal", Text, nullable=False),
)
"""Which terminal owns a cabinet. One that moves gets a new name, so this never changes."""

CODES = Table(
    "codes",
    METADATA,
    Column("station", Text, primary_key=True),
    Column("tag", LargeBinary, nullable=False),
    Column("until", Float, nullable=False),
    Column("tries", Integer, nullable=False),
)
"""The one code a station shows for pairing, as HMAC under the hub's key."""

NONCES = Table(
    "nonces",
    METADATA,
    Column("station", Text, primary_key=True),
    Column("nonce", Text, primary_key=True),
    Column("until", Float, nullable=False),
)

SESSIONS = Table(
    "sessions",
    METADATA,
    Column("tag", Text, primary_key=True),
    Column("station", Text, nullable=False),
    Column("staff", Text, nullable=False),
    Column("pin", Text, nullable=False),
    Column("until", Float, nullable=False),
    Column("seen", Float, nullable=False),
)
"""Who is signed in at the pages of the hub; the tag is the hash of a random token."""

TRIES = Table(
    "tries",
    METADATA,
    Column("station", Text, primary_key=True),
    Column("staff", Text, primary_key=True),
    Column("pin", Text, nullable=False),
    Column("wrong", Integer, nullable=False),
    Column("until", Float, nullable=False),
)
"""Wrong PINs in a row, and until when the number rests; of the PIN it has at that time."""

DISPLAYS = Table(
    "displays",
    METADATA,
    Column("station", Text, primary_key=True),
    Column("display", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("until", Text, nullable=False),
    Column("ended_at", Text),
)
"""Hall displays in browsers. The link of one that was ended shows nothing."""
