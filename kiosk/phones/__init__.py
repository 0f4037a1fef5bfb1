"""What a phone shows of one ticket, one application or one door: its own words, nobody else's.

Pages as data, made of what is true now. Nothing here knows the web.
"""
