"""Lock boards: framing per family, the bus, the bank, and a simulator that shares no code."""
