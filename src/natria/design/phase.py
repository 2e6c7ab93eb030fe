"""The design of a phase by itself: its material card, and nothing of a cell."""

from __future__ import annotations

import re
from dataclasses import replace

from .document import Design

PHASE = "phase.material"  # the word that names it
OF_FACE = re.compile(r"(?P<material>[^()]+)\((?P<face>-?\d[-\d,]*)\)")
KEPT = ("material", "usual")  # cards of the case, and what it assumes in place of natria's usual assumptions


def phase_design(base: Design, phase: str) -> Design | None:
    """Return the design of a phase, with the cards and papers of `base`.

    None where no material card has this name.

    A property of the card is read at `phase.TERM`, the name of the phase as the word PHASE. Conditions of a
    question are placed as in a cell (`temperature`). Of a face, such as NaF(001), the word `phase.face` has the
    indices.
    """
    found = OF_FACE.fullmatch(phase)
    words = {"material": found["material"], "face": found["face"]} if found else {"material": phase}
    if not base.card(words["material"]):
        return None
    kept = {key: base.document[key] for key in KEPT if key in base.document}
    return replace(base, name=phase, document={"phase": words, **kept}, aliases={})
