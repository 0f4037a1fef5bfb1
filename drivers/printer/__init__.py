"""Slip printers: a slip becomes a picture, the picture ESC/POS bytes, the answers an outcome."""
