"""The hall: what its display shows, how the terminal feeds it, and who calls the numbers aloud."""
