"""Draw the figures of docs/two_phase_layers.md: the layer of kumar2020 as designed and mixed, its sweep and its map."""

from __future__ import annotations

from pathlib import Path

from natria.answers import ask
from natria.design import Design, load_case
from natria.quantity import Question
from natria.record import Field, Table
from natria.report.common.picture import files_of
from natria.report.interface.twophase import fraction_figure, map_figure, structure_figure
from natria.studies.answerers import find_answerer

FIGURES = Path(__file__).with_name("figures")
HALF = {"value": 50, "unit": "%", "why": "to compare"}


def mixed(base: Design) -> Design:
    """Return the layer with half of each phase, mixed over all of its thickness."""
    changed = {"phases": {"NaOH": HALF, "NaNH2": HALF}, "microstructure.kind": "random"}
    return base.with_({f"interphase.bpi.{path}": value for path, value in changed.items()})


def main() -> None:
    base = load_case("kumar2020").base
    for name, draw, design, answerer, term in (
        ("structure", structure_figure, base, "two_phase_field", "microstructure"),
        ("mixed", structure_figure, mixed(base), "two_phase_field", "microstructure"),
        ("fractions", fraction_figure, base, "two_phase_fractions", "conduction_over_fraction"),
        ("interfaces", map_figure, base, "two_phase_map", "interface_energy_map"),
    ):
        made = ask(find_answerer(answerer), design, Question(term, "kumar2020/bpi#bpi"))
        assert isinstance(made, Field | Table), made
        title = {"structure": "NaNH2 in the outer 12.5 nm", "mixed": "Half of each phase, mixed"}.get(name, made.title)
        png = files_of(lambda draw=draw, made=made, title=title: draw(made, title, ("NaOH", "NaNH2")))[1]
        (FIGURES / f"two_phase_{name}.png").write_bytes(png)


if __name__ == "__main__":
    main()
