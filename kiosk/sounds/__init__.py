"""Recorded clips as samples: reading the files, and putting a call together. Nothing plays here."""
