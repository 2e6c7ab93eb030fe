"""Every file of a model at the scale of a layer by its name: page, findings.json, artefacts, figures."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ...record import SUFFIX, SUFFIX_ZARR, Field, kind_of, to_bytes, to_vtk, to_zarr, vtk_series, vtk_suffix
from ...studies.interface import InterfaceRun, interface_document
from ...studies.interface.document import artefact_file
from ..common.folder import MARK
from .page import interface_page
from .pictures import further_files, interface_pictures


def interface_files(made: InterfaceRun, version: str) -> dict[str, bytes]:
    """Return the files of a run by name. A field comes as netCDF and as VTK, over time as Zarr too."""
    drawn = interface_pictures(made)
    artefacts = {**dict(_artefacts(made)), **further_files(made)}
    listed = [name for name in artefacts if "/" not in name]
    document = interface_document(made, version)
    return {
        "index.html": interface_page(made, drawn, (MARK, *listed), version).encode(),
        MARK: (json.dumps(document, indent=1, allow_nan=False) + "\n").encode(),
        **artefacts,
        **{f"figures/{one.id}.svg": one.svg for one in drawn},
        **{f"figures/{one.id}.png": one.png for one in drawn},
    }


def _artefacts(made: InterfaceRun) -> Iterator[tuple[str, bytes]]:
    for part in made.parts:
        for name, one in part.artefacts.items():
            yield artefact_file(part.part, name, SUFFIX[kind_of(one)]), to_bytes(one)
            if isinstance(one, Field) and one.times is not None:
                yield artefact_file(part.part, name, SUFFIX_ZARR), to_zarr(one)
                yield from vtk_series(one, artefact_file(part.part, name, "")).items()
            elif isinstance(one, Field):
                yield artefact_file(part.part, name, vtk_suffix(one)), to_vtk(one)
