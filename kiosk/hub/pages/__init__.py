"""Pages of the hub: the console of the staff, and what phones and displays are shown.

Made on the server: a page is a template and a function that asks the station. ``registry`` lists
them all; docs/console.md says how one is written.
"""
