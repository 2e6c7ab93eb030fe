"""Names of quantities and events for people. The ids of terms and events in files stay unchanged."""

from __future__ import annotations

from ...quantity import Question

TERMS = {
    "ir_drop": "iR drop",
    "capacity_decay_fitted": "capacity decay (fitted line)",
    "plating_stripping_efficiency": "Coulombic efficiency (CE), cycle by cycle",
    "aurbach_efficiency": "Coulombic efficiency (CE), Aurbach test",
    "aurbach_efficiency_without_formation": "Coulombic efficiency (CE), Aurbach test without formation",
    "coulombic_efficiency": "Coulombic efficiency (CE), discharge over charge",
    "coulombic_efficiency_as_assembled": "Coulombic efficiency (CE), charge over discharge",
}
SHORTS = ("hard short", "soft short", "gradual short")  # events that end the life of a cell unless they heal
EVENTS = {
    "gradual short": "possible gradual short",
    "counter exhausted": "electrode exhausted",
    "voltage limit": "voltage limit reached",
    "test stopped": "end of record",
}


def label(question: Question) -> str:
    """Return the name of a quantity and of the part it belongs to: "area resistance of separator"."""
    name = TERMS.get(question.name, question.name.replace("_", " "))
    return f"{name} of {question.part}" if question.part else name


def event_label(what: str) -> str:
    """Return the name of an event: "end of record"."""
    return EVENTS.get(what, what)
