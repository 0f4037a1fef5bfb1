"""Pages of the office: reviews and places, settings, working days, figures, the record, staff.

Each part has what is shown (``*_shown``: values out of the station, words of the page) and its
routes, which ask the station and fill a template.
"""
