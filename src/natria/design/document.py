"""A design as a value: a document, patches that make another design, and numbers with provenance.

A variant, a control, a condition, a sweep point and a fitted value are one thing: a patch of paths.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..literature import Library, Paths, library_without, read_library
from ..quantity import (
    Chosen,
    DesignError,
    Finding,
    Fitted,
    NatriaError,
    Question,
    Span,
    is_about,
    is_of_spectra,
    same_condition,
    show_condition,
)
from .check.design import problems_of_cell
from .materials import materials, properties_of
from .patches import patch_problems
from .paths import join, keys_of, last, look, parent, split, tables_of
from .places import default_at, number_at, written_at
from .protocol import SETTINGS, Amount, Block, first_step, parsed
from .references import reference_of
from .values import Number, Unanswerable, facts_from, is_fit, property_number
from .written import assumed_in, fit_names, found_of, holds_at, is_met

Place = tuple[str, str, int]  # a term, whose number it is, and the node that it is read from

# Path at which a condition of a question is set, unless [bind] of the design names another.
BIND: dict[str, str] = {
    "current": "protocol.current",
    "areal_capacity": "protocol.areal_capacity",
    "rate": "protocol.rate",
    "lower_voltage": "protocol.lower_voltage",
    "upper_voltage": "protocol.upper_voltage",
    "temperature": "temperature",
    "pressure": "stack_pressure",
    "mass_loading": "counter.mass_loading",
}
USUAL = "usual"  # the card of usual assumptions, and the table that replaces them
FRESH: dict[str, Span] = {"cycle": (1.0, 10.0)}  # conditions that no design has: it describes a cell at these cycles
CARDS = ("material", "separator")  # keys of a table that name the material cards to look in, in this order

STATED: dict[str, Callable[[tuple[Block, ...]], Amount | None]] = {  # settings that the first step may settle
    "protocol.current": lambda blocks: first_step(blocks, "current"),
    "protocol.half_cycle_time": lambda blocks: first_step(blocks, "seconds"),
    "protocol.areal_capacity": lambda blocks: first_step(blocks, "capacity"),
}


@dataclass(frozen=True)
class Design:
    """A design: its `document` as written, and the `fitted` values that {fit = ..} may refer to.

    `papers` are the files and folders of papers that are used beside those of natria. A document is never changed in
    place: what was read of one of its nodes holds for every design that shares the node.
    """

    name: str
    document: Mapping[str, Any] = field(repr=False)
    fitted: Mapping[str, Finding] = field(default_factory=dict, repr=False)
    failed: Mapping[str, str] = field(default_factory=dict, repr=False)  # fits without a solution, and why
    aliases: Mapping[str, str] = field(default_factory=dict, repr=False)  # a part by another name, and its own
    papers: Paths = ()
    left_out: frozenset[str] = frozenset()  # facts that a blind run must not see, by id
    nodes: dict[Place, tuple[Any, Finding]] = field(default_factory=dict, repr=False, compare=False)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle without the cache of numbers read so far; they are read again."""
        given = (self.name, self.document, self.fitted, self.failed, self.aliases)
        return Design, (*given, self.papers, self.left_out)

    @property
    def library(self) -> Library:
        """Return the papers in which the facts of this design are looked up, without facts that are left out."""
        return library_without(self.papers, self.left_out) if self.left_out else read_library(self.papers)

    def without(self, left_out: frozenset[str]) -> Design:
        """Return a design that does not see these facts; numbers that were read before are read again."""
        return replace(self, left_out=left_out, nodes={})

    def get(self, path: str) -> Any:
        """Return what is written at a path; None where nothing is."""
        return look(self.document, keys_of(path))

    def word(self, path: str) -> str:
        """Return a choice at a path, as written or by default; for a material the kind on its card."""
        match split(path):
            case ["material", name, "kind"]:
                return str(self.card(name).get("kind", ""))
        found = self.get(path)
        return str(default_at(path) if found is None else found)

    def names(self, path: str) -> tuple[str, ...]:
        """Return the names of the tables in a table, for example the layers of an interphase."""
        found = self.get(path)
        return tuple(found) if isinstance(found, Mapping) else ()

    def lines(self, path: str) -> tuple[str, ...]:
        """Return the sentences at a path, for example the steps of the protocol."""
        found = self.get(path)
        return tuple(found) if isinstance(found, list | tuple) else ()

    def has(self, path: str) -> bool:
        """Whether a value is known at a path: written, on a card, or settled by the protocol."""
        if self.get(written_at(path)) is not None:
            return True
        cards = map(self.card, self.materials_at(parent(path)))
        return any(last(path) in properties_of(card) for card in cards) or self._from_steps(path) is not None

    def finding(self, path: str) -> Finding:
        """Return the number at a path with its provenance.

        It is read from the document, else from a material card, else from the sentences of the protocol.
        """
        known = self._from_table(path) or self._from_card(path) or self._from_steps(path)
        if known is None:
            raise Unanswerable(f"{self.name} gives no value for {path}")
        return known

    def _from_table(self, path: str) -> Finding | None:
        """Return the number that the design itself gives; a material of the design counts as a card."""
        where = written_at(path)
        raw = None if split(where)[0] == "material" else self.get(where)
        if raw is None:
            return None
        number = number_at(where)
        if number is None:
            raise Unanswerable(f"{path} of {self.name} is not a number")
        return self._read(number, raw, path, f"{self.name}#{path}")

    def _from_card(self, path: str) -> Finding | None:
        cards = map(self.card, self.materials_at(parent(path)))
        card = next((one for one in cards if last(path) in properties_of(one)), None)
        if card is None:
            return None
        return self._read(property_number(last(path)), properties_of(card)[last(path)], path, str(card["name"]))

    def _read(self, number: Number, raw: Any, path: str, of: str) -> Finding:
        """Return the number of a node of the document; it is read once for all designs that share the node."""
        place = (number.term, of, id(raw))
        node, known = self.nodes.get(place, (None, None))
        if node is raw and known is not None:
            return known
        found = number.finding(raw, of, self.fitted, self.library)
        if found is None:
            name = raw["fit"]
            raise Unanswerable(self.failed.get(name) or f"{path} of {self.name} waits for the fit {name!r}")
        if found is not raw and not is_fit(raw):
            self.nodes[place] = (raw, found)  # it keeps the node, so that its id is not used again
        return found

    def materials_at(self, table: str) -> tuple[str, ...]:
        """Return the materials whose properties a table has: those that it names, or its only phase."""
        keys = split(table)
        match keys:
            case [] | ["protocol"]:
                return ()
            case ["usual"]:
                return (USUAL,)
            case ["material", name] | ["material", name, "properties"]:
                return (name,)
        named = tuple(m for key in CARDS if isinstance(m := self.get(f"{table}.{key}"), str))
        phases = self.names(f"{table}.phases")
        return named or (phases if len(phases) == 1 else ())

    def card(self, material: str) -> Mapping[str, Any]:
        """Return the card of a material; [material] of the design replaces entries of natria's card."""
        card = materials().get(material, {})
        own = look(self.document, ["material", material])
        if not isinstance(own, Mapping):
            return card
        properties = {**properties_of(card), **properties_of(own)}
        return {"name": material, **card, **own, "properties": properties}

    def borrowed(self, path: str, finding: Finding) -> str:
        """Return why a number is taken over from another subject or other conditions; empty if it is not.

        A fact keeps the conditions under which it was found; each is compared with the value of that condition in this
        design. The data of a fit were asked under their own conditions already.
        """
        about = found_of(finding)
        if about is None:
            return ""
        refitted = isinstance(finding.origin, Fitted) and not is_of_spectra(finding)
        elsewhere = [] if refitted else list(self._elsewhere(path, finding.question))
        keys = split(path)
        tables = [join(keys[:depth]) for depth in range(1, len(keys))]  # a law stands in a table of its layer
        own = {m for t in tables for m in (*self.materials_at(t), *self.names(f"{t}.phases"))}
        strange = [q.of for q in about if not self._is_own(q, own)]
        from_others = [f"taken over from {', '.join(dict.fromkeys(strange))}"] if strange else []
        return "; ".join([*from_others, *elsewhere])

    def _elsewhere(self, path: str, question: Question) -> Iterator[str]:
        """Yield the conditions of a question that differ from those of this design."""
        for key, value in question.at.items():
            if key in FRESH:
                if not is_met(value, FRESH[key]):
                    yield f"of {key} {show_condition(key, value)}, and this design is of a fresh cell"
                continue
            here = self._stands_at(key, path)
            if here is not None and not holds_at(key, value, here):
                yield f"at {show_condition(key, value)}, not {show_condition(key, here)}"

    def _stands_at(self, key: str, path: str) -> float | None:
        """Return the value of a condition in this design; None where the design does not give it."""
        place = self.landing(key)
        if key == "temperature":  # properties hold at the reference temperature of the design
            law = f"{parent(path)}.conduction.reference_temperature"
            known = (law if last(path) == "ionic_conductivity" else "", "reference_temperature")
            place = next((one for one in known if one and self.get(one) is not None), place)
        if place is None or place == path:
            return None
        try:
            return self.finding(place).value
        except (Unanswerable, NatriaError):
            return None

    def _is_own(self, question: Question, materials: set[str]) -> bool:
        """Whether a subject is this system or one of these materials.

        "S in the cathode of SYSTEM" is about the system.
        """
        _, inside, place = question.of.partition(" in ")
        if inside:
            return self._is_mine(place.split()[-1].partition("#")[0])
        return self._is_mine(question.system) or any(is_about(question.of, m) for m in materials)

    def _is_mine(self, system: str) -> bool:
        """Whether a subject is this system or the design that it is a variant of, but not its control."""
        return f"{self.name}/".startswith(f"{system}/")

    def _from_steps(self, path: str) -> Finding | None:
        """Return the current, charge or time that the protocol gives as a number, with its provenance.

        A step that names a setting gives no number: the setting is read itself, with its own provenance.
        """
        pick = STATED.get(path)
        number = number_at(path)
        amount = pick(self.blocks()) if pick and number and self.get("protocol.steps") else None
        if amount is None or amount.name or number is None:
            return None
        return Finding(Question(number.term, f"{self.name}#{path}"), amount.value, Chosen(self.name), 0.0)

    def stated(self, path: str) -> float | None:
        """Return the current, charge or time of the first step, to compare with a question or a setting.

        A charge or a time also follows from the other and the current.
        """
        if not self.get("protocol.steps"):
            return None
        blocks = self.blocks()
        if path == "protocol.areal_capacity":
            if charge := first_step(blocks, "capacity"):
                return charge.value
            current, time = first_step(blocks, "current"), first_step(blocks, "seconds")
            return current.value * time.value if current and time else None
        pick = STATED.get(path)
        amount = pick(blocks) if pick else None
        return amount.value if amount else None

    def stated_or_given(self, path: str) -> float | None:
        """Return a setting of the protocol, as written or as given by the steps; None where neither does."""
        return self.finding(path).plain if self.get(path) is not None else self.stated(path)

    def protocol_settings(self) -> dict[str, tuple[str, float]]:
        """Return the names that the sentences of the protocol may use: kind and SI value of each."""
        given = {name: kind for name, kind in SETTINGS.items() if self.get(f"protocol.{name}") is not None}
        return {name: (kind, self.finding(f"protocol.{name}").plain) for name, kind in given.items()}

    def facts_of(self, table: str) -> tuple[Finding, ...]:
        """Return the facts for which the law of a table was chosen."""
        return facts_from(self.get(f"{table}.from") or [], self.library)

    def blocks(self) -> tuple[Block, ...]:
        """Return the blocks of the protocol, parsed from its sentences."""
        steps, settings = self.get("protocol.steps") or (), self.protocol_settings()
        return parsed(tuple(steps), tuple(settings.items()))

    def patched(self, patch: Mapping[str, Any]) -> Design:
        """Return a design with new values at these paths; only the paths themselves are checked."""
        if wrong := patch_problems(self.document, self.name, patch):
            raise DesignError(self.name, wrong)
        document = dict(self.document)
        for path, value in patch.items():
            *heads, key = split(path)
            node = document
            for head in heads:
                node[head] = dict(node.get(head) or {})
                node = node[head]
            if value is None:
                node.pop(key, None)
            else:
                node[key] = value
        return replace(self, document=document)

    def with_(self, patch: Mapping[str, Any]) -> Design:
        """Return a design with new values at these paths, checked as a whole.

        A value of None removes a key.
        """
        made = self.patched(patch)
        if wrong := problems_of_cell(made.without(frozenset()) if self.left_out else made):
            raise DesignError(f"{self.name} with {', '.join(patch)} changed", wrong)
        return made

    def part_of(self, part: str) -> str:
        """Return the part of this design that a question means, where it stands for a part of another system."""
        return self.aliases.get(part, part)

    def named(self, name: str) -> Design:
        return replace(self, name=name)

    def with_fits(self, fitted: Mapping[str, Finding], failed: Mapping[str, str] | None = None) -> Design:
        """Return the design with the results of fits, or with the reasons why there are none."""
        return replace(self, fitted={**self.fitted, **fitted}, failed={**self.failed, **(failed or {})})

    def cards(self) -> frozenset[str]:
        """Return the names of the material cards from which its numbers may be read."""
        paths = list(tables_of(self.document, []))
        named = {m for path in paths for key in CARDS if isinstance(m := self.get(f"{path}.{key}"), str)}
        shares = {m for path in paths for key in ("phases", "fractions") for m in self.names(f"{path}.{key}")}
        product = self.get("reaction.product")
        made = {product} if isinstance(product, str) else set()
        return frozenset(named | shares | made | set(self.names("reaction.reactants")))

    def assumed(self) -> dict[str, str]:
        """Return what the document and its material cards assume without a source, by path."""
        cards = {f"{m}: {path}": why for m in sorted(self.cards()) for path, why in assumed_in(self.card(m), [])}
        document = {key: inner for key, inner in self.document.items() if key != "material"}  # listed with the cards
        return {**dict(assumed_in(document, [])), **cards}

    def waits_for(self) -> frozenset[str]:
        """Return the names of the fits that the document refers to."""
        return frozenset(fit_names(self.document))

    def under(self, question: Question) -> tuple[Design, dict[str, str], dict[str, str]]:
        """Return this design under the conditions of a question.

        With it, the path at which each condition was set, and why others cannot be set here.
        """
        here = self
        placed: dict[str, str] = {}
        homeless: dict[str, str] = {}
        for key in sorted(question.at, key=lambda k: list(BIND).index(k) if k in BIND else len(BIND)):
            value = question.at[key]
            path, why = here.place(key, value)
            if path is None:
                homeless[key] = why
                continue
            placed[key] = path
            number = number_at(path)
            if known := reference_of(here.name, path, here.get, here.finding):
                here = here.patched(known)
            if number is not None and not why and not isinstance(value, tuple):
                asked = Question(number.term, f"{self.name}#{path}")
                here = here.patched({path: Finding(asked, value, Chosen("the question"), 0.0)})
        return here, placed, homeless

    def landing(self, key: str) -> str | None:
        """Return the path that a condition is bound to."""
        return (self.get("bind") or {}).get(key) or BIND.get(key)

    def place(self, key: str, value: float | Span) -> tuple[str | None, str]:
        """Return the path where a condition is set, and why nothing needs to be changed there.

        The path is empty where the condition cannot be set, with the reason.
        """
        path = self.landing(key)
        if path is None:
            return None, "give its path under [bind]"
        if isinstance(value, tuple):
            return None, "a range"
        table = parent(path)
        if table and table != "protocol" and not isinstance(self.get(table), Mapping):
            return None, f"there is no {table}"  # the layer of bare sodium has no thickness
        settled = self._settled(path)
        if settled is None:
            return path, ""
        if same_condition(key, settled, value):
            return path, "the steps give the same value"
        return None, f"the steps of the protocol settle it; give {path} and let the steps name it"

    def _settled(self, path: str) -> float | None:
        """Return what the steps fix whatever the settings are; None where they name the setting or lack it."""
        value = self.stated(path)
        if value is None:
            return None
        pick = STATED[path]
        amount = pick(self.blocks())
        return None if amount is not None and amount.name else value
