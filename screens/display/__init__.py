"""The hall display: a window of its own, in a process of its own, for people who sit and wait."""
