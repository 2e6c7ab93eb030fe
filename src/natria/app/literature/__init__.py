"""The page of the literature: facts with filters, maps, lives, contradictions."""

from .handlers import ADDRESSES, warm

__all__ = ["ADDRESSES", "warm"]
