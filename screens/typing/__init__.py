"""The page that types one field."""
