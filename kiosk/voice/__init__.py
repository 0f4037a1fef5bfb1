"""What the station says aloud: which clips there are, and how a call is made of them. Pure."""
