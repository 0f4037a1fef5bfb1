"""Staff pages about venues 场地: reviews, the calendar of all places, closing, records."""
