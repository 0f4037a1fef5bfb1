"""Typing by touch: pinyin to hanzi, fields, local words. Knows no screen."""
