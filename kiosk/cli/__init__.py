"""What is asked of a station on the command line; ``main.py`` puts the commands together."""
