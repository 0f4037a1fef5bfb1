"""What a technician does with a cabinet from the command line."""
