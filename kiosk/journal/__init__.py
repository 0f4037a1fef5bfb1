"""The journal: entries, their chain, their private rows, and where they are stored."""
