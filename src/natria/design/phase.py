"""The design of a phase by itself: its material card, and nothing of a cell."""

from __future__ import annotations

from dataclasses import replace

from .document import Design

PHASE = "phase.material"  # the word that names it
KEPT = ("material", "usual")  # cards of the case, and what it assumes in place of natria's usual assumptions


def phase_design(base: Design, phase: str) -> Design | None:
    """Return the design of a phase, with the cards and papers of `base`.

    None where no material card has this name.

    A property of the card is read at `phase.TERM`, the name of the phase as the word PHASE. Conditions of a
    question are placed as in a cell (`temperature`).
    """
    if not base.card(phase):
        return None
    kept = {key: base.document[key] for key in KEPT if key in base.document}
    return replace(base, name=phase, document={"phase": {"material": phase}, **kept}, aliases={})
