"""What the station's own words are called in sentences, for screens and for pages of the hub alike.

Tables of sentences, made by ``_`` of whoever shows them. Pure: no clock, file or screen.
"""
