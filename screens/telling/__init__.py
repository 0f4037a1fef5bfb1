"""Pages that tell somebody what could not stand."""
