"""Read files of instruments into recordings, and write recordings to files."""

from .current.given import GivenCurrent as GivenCurrent
from .current.given import read_current as read_current
from .format import Col as Col
from .format import Format as Format
from .format import Head as Head
from .format import Raw as Raw
from .normalise import normalise as normalise
from .read import all_formats as all_formats
from .read import read_recording as read_recording
