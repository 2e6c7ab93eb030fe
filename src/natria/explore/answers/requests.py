"""What is asked at many points: a term, its subject, and the closed form that answers.

"TERM" asks about the whole cell, or where nobody answers that, about the first layer of which the term is answered.
"TERM#LAYER" names the layer, and "@ANSWERER" behind it one of several closed forms.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...answers import Answerer, Refuse, ask
from ...design import Design
from ...quantity import Finding, InputError, Problem, Question, did_you_mean, term
from ...studies.answerers import find_answerer, shipped

ASKED = "--answer"
EXAMPLE = "write for example 'cell_overpotential' or 'area_resistance#bpi'"
LAYERS = ("interphase", "electrolyte")


@dataclass(frozen=True)
class AnswerRequest:
    """A term about a system or a layer ("SYSTEM#LAYER"), and the name of its closed form."""

    term: str
    of: str
    answerer: str

    @property
    def question(self) -> Question:
        return Question(self.term, self.of)

    @property
    def layer(self) -> str:
        """Return the layer that is asked about, empty for the whole cell."""
        return self.of.partition("#")[2]


def closed_forms(name: str) -> tuple[Answerer, ...]:
    """Return the closed forms that answer a term of a cell or a layer."""
    known = (one for one in shipped().values() if name in one.answers)
    return tuple(one for one in known if one.cost == "cheap" and not one.of_artefact and not one.of_phase)


def requested(texts: Sequence[str], designs: Sequence[Design]) -> tuple[AnswerRequest, ...]:
    """Return what is asked by texts such as "area_resistance#bpi".

    `designs` are some points of the sweep: the subject of a term is the first that is answered at one of them.
    """
    if not texts:
        raise InputError(ASKED, [Problem("", "nothing is asked", EXAMPLE)])
    found = (one for text in texts for one in _requests(text, designs))
    return tuple(dict.fromkeys(found))


def _requests(text: str, designs: Sequence[Design]) -> Iterator[AnswerRequest]:
    name, _, model = text.strip().partition("@")
    name, _, layer = (part.strip() for part in name.partition("#"))
    forms = closed_forms(name)
    if not forms:
        listed = sorted({one for form in shipped().values() for one in form.answers if closed_forms(one)})
        what = "is answered by no closed form" if term_is_known(name) else "is not a term"
        raise InputError(ASKED, [Problem(text, what, did_you_mean(name, listed) or EXAMPLE)])
    if model:
        forms = tuple(form for form in forms if form.name == model.strip())
        if not forms:
            fix = f"take one of {', '.join(form.name for form in closed_forms(name))}"
            raise InputError(ASKED, [Problem(text, f"{model} does not answer {name}", fix)])
    design = designs[0]
    names = [one for where in LAYERS for one in design.names(where)]
    if layer and layer not in names:
        raise InputError(ASKED, [Problem(text, f"there is no layer {layer}", f"the layers are {', '.join(names)}")])
    of = f"{design.name}#{layer}" if layer else _subject(name, forms, names, designs)
    yield from (AnswerRequest(name, of, form.name) for form in forms)


def _subject(name: str, forms: Sequence[Answerer], layers: Sequence[str], designs: Sequence[Design]) -> str:
    """Return the whole cell or the first layer of which a form answers the term; the cell where none does."""
    whole = designs[0].name
    for of in (whole, *(f"{whole}#{layer}" for layer in layers)):
        for design in designs:
            if any(isinstance(ask(form, design, Question(name, of), spread=False), Finding) for form in forms):
                return of
    return whole


def term_is_known(name: str) -> bool:
    """Whether the vocabulary has a term."""
    from ...quantity import NatriaError

    try:
        term(name)
    except NatriaError:
        return False
    return True


def form_of(request: AnswerRequest) -> Answerer:
    """Return the closed form of a request; one that is not quick is refused."""
    form = find_answerer(request.answerer)
    if form.cost != "cheap" or form.of_artefact:
        raise Refuse(f"{form.name} is no closed form that reads a design alone")
    return form
