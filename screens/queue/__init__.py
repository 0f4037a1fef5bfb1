"""The red pages: tickets, appointments and visits at home."""
