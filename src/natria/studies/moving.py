"""Spreads of the costly answers of a study: inputs are moved through the store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ..answers import Answer, Answerer, MovedAnswers, moves_of
from ..answers.stored import answer_stored
from ..design import Design
from ..quantity import Computed, Finding, Question, Refused, show_time
from ..record import AnyArtefact
from ..store import Store
from .answerers import known_answerer

Say = Callable[[str], None]


@dataclass(frozen=True, eq=False)
class Varying:
    """How costly answers of a study are moved: the store of moved answers, and who hears what it takes."""

    store: Store
    say: Say
    case: str = ""
    find: Callable[[str], Answerer | None] = known_answerer
    _of_designs: dict[str, MovedAnswers] = field(default_factory=dict)

    def of(self, design: Design) -> MovedAnswers:
        """Return the moved answers of a design, which all its answers share."""
        if design.name not in self._of_designs:
            self._of_designs[design.name] = MovedAnswers(self.store, self.find, case=self.case)
        return self._of_designs[design.name]

    def answer(self, one: Answerer, design: Design, question: Question, artefact: AnyArtefact | None) -> Answer:
        """Return the answer with its spread; what the moves take is told before they begin."""
        moving = self.of(design)
        plain = answer_stored(one, design, question, self.store, of=artefact, case=self.case)
        entry = plain.entry
        if isinstance(plain.answer, Refused) or (entry is not None and "spread" in entry.key):
            return plain.answer
        if not moving.reaches(one, question, artefact) or not isinstance(plain.answer, Finding):
            return plain.answer
        origins = [plain.answer.origin, *([artefact.reference.origin] if artefact is not None else [])]
        inputs = {f.id: f for origin in origins if isinstance(origin, Computed) for f in origin.inputs}
        self.tell(one, question, len(moves_of(inputs)), design, artefact)
        return answer_stored(one, design, question, self.store, of=artefact, case=self.case, moving=moving).answer

    def tell(
        self, one: Answerer, question: Question, inputs: int, design: Design, artefact: AnyArtefact | None
    ) -> None:
        """Tell how many solves the moves of so many inputs take at most, and how long."""
        each = self.of(design).seconds(one, design, question, artefact)
        text = f"{one.name}: {question.name.replace('_', ' ')} of {question.of}: {2 * inputs} moved answers"
        self.say(f"{text}, about {show_time(2 * inputs * each)} at most")
