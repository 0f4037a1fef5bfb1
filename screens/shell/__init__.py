"""Pages of the shell itself: first touch, home, help, still here, ruler, staff entrance."""
