"""The terminal's side of the exchange with a hub. docs/sync.md is its contract."""
