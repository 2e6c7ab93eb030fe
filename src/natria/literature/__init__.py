"""Reported numbers and claims: facts with stable ids, and queries over both."""

from .asked import read_query as read_query
from .card import scatter as scatter
from .check import Look as Look
from .check import check as check
from .library import Library as Library
from .library import Paths as Paths
from .library import fact as fact
from .library import library as library
from .library import library_without as library_without
from .library import read_library as read_library
from .near import near_facts as near_facts
from .paper import Claim as Claim
from .paper import Layer as Layer
from .paper import Paper as Paper
from .paper import Source as Source
from .paper import System as System
from .paper import load_paper as load_paper
from .paper import read_paper as read_paper
from .paper import show_printed as show_printed
from .queries import Query as Query
from .queries import query as query
from .queries import select as select
from .queries import select_claims as select_claims
