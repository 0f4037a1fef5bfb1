"""Pages of the staff, behind a number and a PIN."""
