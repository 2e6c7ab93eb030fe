"""The page Design: text and picture of a cell, with what closed forms answer while it is edited."""

from .handlers import ADDRESSES as ADDRESSES
