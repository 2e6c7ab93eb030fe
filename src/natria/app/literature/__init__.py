"""The page of the literature: facts with filters, their sources and checks, maps, lives, contradictions."""

from .handlers import ADDRESSES

__all__ = ["ADDRESSES"]
