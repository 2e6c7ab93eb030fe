"""Results of costly evaluations on disk, with what they read as their key.

`map_stored` evaluates a function for many keys and keeps each result as soon as it is there.
"""

from .digests import digest_of_key as digest_of_key
from .entry import Damaged as Damaged
from .entry import Entry as Entry
from .entry import digest_of_json as digest_of_json
from .entry import read_files as read_files
from .map import map_stored as map_stored
from .progress import Failed as Failed
from .progress import Mapped as Mapped
from .progress import Progress as Progress
from .store import SHIPPED as SHIPPED
from .store import Store as Store
from .store import default_place as default_place
from .tidy import Removal as Removal
from .tidy import tidy as tidy
from .unfinished import Unfinished as Unfinished
