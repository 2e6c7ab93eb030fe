"""What papers report: facts with stable ids, claims, and queries over both."""

from .library import Library as Library
from .library import fact as fact
from .library import library as library
from .library import query as query
from .paper import Claim as Claim
from .paper import Paper as Paper
from .paper import Source as Source
from .paper import load_paper as load_paper
from .paper import read_paper as read_paper
