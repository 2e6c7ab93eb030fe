"""The page of the literature: facts with filters, their sources and checks, maps, lives, contradictions."""

from .handlers import ADDRESSES, warm

__all__ = ["ADDRESSES", "warm"]
