"""A design file edited as text: where a key stands in it, and new values with comments and order kept."""

from .change import changed as changed
from .change import renamed as renamed
from .choices import FieldChoice as FieldChoice
from .edit import edited as edited
from .fields import DesignFields as DesignFields
from .fields import NumberField as NumberField
from .fields import fields_of as fields_of
from .fields import name_of as name_of
from .layers import added as added
from .layers import moved as moved
from .layers import removed as removed
from .picture import CellPicture as CellPicture
from .picture import picture_of as picture_of
from .places import TextPlace as TextPlace
from .places import line_of as line_of
from .places import places_of as places_of
from .stack import LayerKind as LayerKind
from .stack import LayerStack as LayerStack
from .stack import stack_of as stack_of
