"""Pages of the lockers: choose, store, pick up, take something, give back."""
