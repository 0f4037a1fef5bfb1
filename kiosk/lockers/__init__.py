"""Lockers: doors that hold a resident's things for a while."""
