"""Pages about venues 场地: choose, apply, come back with the code."""
