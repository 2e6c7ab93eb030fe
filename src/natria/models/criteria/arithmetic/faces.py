"""What an impedance shows of a face: charge transfer and double layer.

R_ct = R T / (F i0)      charge_transfer_area_resistance of the working electrode, per face
C = A c_dl / 2           capacitance of the double layers of two equal faces in series
"""

from __future__ import annotations

from ....answers import Answerer, Reader, Refuse
from ....laws import linear_face_resistance


def _resistance(read: Reader) -> float:
    return float(linear_face_resistance(read("working.exchange_current_density"), read("temperature")))


def _capacitance(read: Reader) -> float:
    if (kind := read.word("cell")) != "symmetric":
        raise Refuse(f"a {kind} cell has no two equal faces")
    return read("area") * read("usual.double_layer_capacitance") / 2


MODELS = (
    Answerer(
        "charge_transfer",
        1,
        ("charge_transfer_area_resistance",),
        _resistance,
        "small currents, Butler-Volmer",
    ),
    Answerer(
        "double_layer",
        1,
        ("capacitance",),
        _capacitance,
        "two equal faces, a capacitance that depends neither on temperature nor on time",
        ignores=("temperature", "time"),
    ),
)
