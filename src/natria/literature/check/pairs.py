"""Rules that hold two reports of one thing against each other: in one paper, and in two."""

from __future__ import annotations

from collections.abc import Iterator

from ...quantity import Finding, is_about, match
from ..library import Library
from .facts import alike, apart, named, paper_of, same_at
from .look import Interval, Look, Outcome, cited, ids, interval, look, meet, over, shown
from .sums import OVER

# Of a phase, wherever it is: the factor that methods and samples of two papers may lie apart.
SPREADS: dict[str, float] = {
    "ionic_conductivity": 10.0,  # pressing, grains, crystallinity
    "electronic_conductivity": 100.0,
    **dict.fromkeys(("young_modulus", "shear_modulus", "bulk_modulus"), 1.5),
    **dict.fromkeys(("hardness", "critical_strain", "surface_energy", "band_gap"), 2.0),  # functionals, gaps above all
    **dict.fromkeys(("migration_barrier", "diffusion_barrier", "arrhenius_energy"), 2.0),
    **dict.fromkeys(("poisson_ratio", "pugh_ratio"), 1.5),
    "density": 1.1,
}
VOLTS = {"reduction_limit": 0.3, "oxidation_limit": 0.3}  # V; 10 meV an atom move a limit by 40 mV
LIVES = ("cycling_time", "cycle_life")


def one_question(library: Library) -> Iterator[Look]:
    """Two answers of one paper to the same question.

    Of a phase, also where one leaves a condition out.
    """
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for fact in library.facts.values():
        groups.setdefault((paper_of(fact), fact.question.name, fact.question.of), []).append(fact)
    for (_, name, of), found in groups.items():
        for a, b in () if name in LIVES else alike(found):
            same = match(a.question, b.question)
            of_phase = name in SPREADS and "/" not in of
            if not same or (same.unstated and not of_phase):
                continue
            fits = meet(interval(a), interval(b))
            silent = f", {' and '.join(same.unstated)} of one not said" if same.unstated else ""
            kinds = {f.origin.kind for f in (a, b) if hasattr(f.origin, "kind")}
            says = f"one paper gives both for the same question ({' and '.join(sorted(kinds))}){silent}"
            otherwise: Outcome = "caution" if same.unstated else "contradiction"
            yield look("one question", ids(a, b), f"{cited(a)} and {cited(b)}", fits, says, otherwise=otherwise)


def one_phase(library: Library) -> Iterator[Look]:
    """Two papers on the same property of the same phase, at conditions that do not differ."""
    for name in (*SPREADS, *VOLTS):
        for a, b in alike([f for f in named(library, name) if "/" not in f.question.of]):
            about = is_about(a.question.of, b.question.of) or is_about(b.question.of, a.question.of)
            if paper_of(a) != paper_of(b) and about:
                yield _two_papers(name, ids(a, b), f"{cited(a)} and {cited(b)}", interval(a), interval(b))


def _two_papers(name: str, facts: tuple[str, ...], arithmetic: str, a: Interval, b: Interval) -> Look:
    if name in VOLTS:
        gap = max(a[0] - b[1], b[0] - a[1], 0.0)
        return look("one phase", facts, arithmetic, gap <= VOLTS[name], f"{gap:.2f} V between two papers")
    factor = apart(a, b)
    text = f"{arithmetic}: a factor of {factor:.1f}" if factor > 1 else arithmetic
    says = f"papers on one phase lie within a factor of {SPREADS[name]:g} of each other"
    return look("one phase", facts, text, factor <= SPREADS[name], says)


def implied(library: Library) -> Iterator[Look]:
    """What a ratio "A over B" and A say of B, against what other papers say of B."""
    for ratio in named(library, *OVER):
        above, _, below = ratio.question.of.partition(" over ")
        of = named(library, OVER[ratio.question.name])
        tops = [f for f in of if f.question.of == above and paper_of(f) == paper_of(ratio) and same_at(f, ratio)]
        for a in tops:
            span = over(interval(a), interval(ratio))
            for b in (f for f in of if f.question.of == below and paper_of(f) != paper_of(ratio) and same_at(f, a)):
                words = f"{cited(a)} / {cited(ratio)} = {shown(span, b.question.name)}, and {cited(b)}"
                yield _two_papers(b.question.name, ids(ratio, a, b), words, span, interval(b))


RULES = (one_question, one_phase, implied)
