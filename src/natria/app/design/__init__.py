"""The page Design: the text and the picture of a cell, and what closed forms answer about it while it is edited."""

from .handlers import ADDRESSES as ADDRESSES
