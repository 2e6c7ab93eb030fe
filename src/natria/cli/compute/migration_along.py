"""Paths that are known before a hop is computed: those of a file, or of a run that natria ships."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .calculating import ensure_free, replaying

if TYPE_CHECKING:
    from ...atoms.calculators import Evaluator
    from ...atoms.migration import Hop, HopSettings
    from ...record import Structure
    from ...report.atoms.migration import KnownPath

WORKFLOW = "migration"
FIXED = ("species", "target", "longest", "width", "images", "force", "along", "saddle", "frozen")

Computes = Callable[["HopSettings", Sequence["Structure"]], "Hop"]


@dataclass(frozen=True)
class KnownPaths:
    """Images of hops in the order of their classes, and what is done with them.

    `is_frozen`: the images stay where they are. `only_saddle`: the ends and the highest image alone are relaxed.
    """

    source: str = ""
    paths: Sequence[KnownPath] = ()
    is_frozen: bool = False
    only_saddle: bool = False

    def hop(
        self, place: int, settings: HopSettings, evaluate: Evaluator, compute: Computes, tell: Callable[..., None]
    ) -> Hop:
        """The hop of a place in the list: computed from its known path where there is one, else from nothing."""
        from dataclasses import replace

        from ...atoms.migration import frozen_hop
        from ...quantity import InputError, Problem

        if not self.source:
            return compute(settings, ())
        if place >= len(self.paths):
            what = f"has {len(self.paths)} hops, and {place + 1} are needed"
            fix = "compute them in the same structure, with the same --species and --longest"
            raise InputError("--along", [Problem(self.source, what, fix)])
        images, saddle = self.paths[place].images, self.paths[place].saddle
        if self.only_saddle:
            images = images[0], images[saddle], images[-1]
        settings = replace(settings, images=len(images) - 2)
        return frozen_hop(images, evaluate, settings, tell) if self.is_frozen else compute(settings, images)


def ensure_along_options(options: Mapping[str, Any]) -> None:
    """Raise where the options of a known path do not go together."""
    from click.core import ParameterSource

    context = click.get_current_context()
    if options["stored"]:
        ensure_free(context, *FIXED)
    if (options["frozen"] or options["saddle"]) and options["along"] is None:
        raise click.UsageError("--frozen and --saddle need --along")
    if options["frozen"] and options["saddle"]:
        raise click.UsageError("--frozen evaluates the whole path as it is; leave out --saddle")
    if options["along"] is not None and context.get_parameter_source("images") is ParameterSource.COMMANDLINE:
        raise click.UsageError("--along has its own number of images; leave out --images")


def known_paths(options: Mapping[str, Any]) -> KnownPaths:
    """The paths of --along; none without it."""
    from ...quantity import InputError, Problem, read_text_file
    from ...report.atoms.migration import paths_of

    file: Path | None = options["along"]
    if file is None:
        return KnownPaths()
    try:
        row = json.loads(read_text_file(file))
    except ValueError as bad:
        fix = "give the migration.json of `natria compute migration --out`"
        raise InputError(str(file), [Problem("", f"is not JSON: {bad}", fix)]) from None
    paths = paths_of(row, str(file))
    return KnownPaths(str(file), paths, is_frozen=options["frozen"], only_saddle=options["saddle"])


def replayed_paths(
    structure: Structure, name: str, given: tuple[str, ...]
) -> tuple[Evaluator, KnownPaths, HopSettings, dict[str, Any]]:
    """The evaluations, images, numerics and choice of hops of a shipped run, which is named."""
    from ...atoms.migration import HopSettings
    from ...record.structure import ANGSTROM
    from ...report.atoms.migration import paths_of

    evaluate, asked = replaying(structure, WORKFLOW, name, given)
    assert evaluate.kept is not None
    result, title = evaluate.kept.result, evaluate.kept.name
    settings = HopSettings(asked["force"]["value"], asked["end_force"]["value"], asked["images"])
    looked_at = {"species": asked["species"], "longest": asked["longest"]["value"] / ANGSTROM}
    return evaluate, KnownPaths(title, paths_of(result, title), is_frozen=True), settings, looked_at
