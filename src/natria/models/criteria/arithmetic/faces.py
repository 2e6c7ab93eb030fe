"""What an impedance shows of a face: charge transfer and double layer.

R_ct = R T / (F i0)      charge_transfer_area_resistance of the working electrode, per face
C = A c_dl / 2           capacitance of the double layers of two equal faces in series
"""

from __future__ import annotations

from ....answers import Answerer, Reader, Refuse
from ....laws import linear_face_resistance
from ....laws.many import plain


def _resistance(read: Reader) -> float:
    found: float = plain(linear_face_resistance(read("working.exchange_current_density"), read("temperature")))
    return found


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
        objection=(
            "An arc may hold a film and a constriction of current as well as charge transfer, and an exchange "
            "current that was fitted to an arc only returns that arc. To settle this, one would have to measure "
            "the exchange current on fresh metal, by fast sweeps or pulses with a microelectrode."
        ),
    ),
    Answerer(
        "double_layer",
        1,
        ("capacitance",),
        _capacitance,
        "two equal faces, a capacitance that depends neither on temperature nor on time",
        ignores=("temperature", "time"),
        objection=(
            "The capacitance of 20 uF/cm^2 is a guess with a spread of a half, the faces are rough, and an arc "
            "that needs a constant-phase element has no single capacitance. To settle this, one would have to "
            "measure the impedance of cells with two areas and known roughness, with a reference electrode."
        ),
    ),
)
