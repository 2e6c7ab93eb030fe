"""Text of others on a terminal: control characters and direction marks are shown, never obeyed."""

from __future__ import annotations

import re

# All control characters but tab and line feed, and the marks that turn the order in which a line is shown
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """Return a text with control characters and direction marks as escapes: ESC as backslash, x1b."""
    return _UNSAFE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)
