"""A cabinet that speaks bytes, with an encoder and checksum of its own: no code of the driver."""
