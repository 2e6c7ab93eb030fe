"""Files of facts as the command line writes them, made in the kept process."""

from __future__ import annotations

from collections.abc import Sequence

from .facts import found_rows
from .filters import read_asked
from .library import papers_now


def facts_file(form: str, asked: Sequence[Sequence[str]]) -> str:
    """Return the facts that are asked for as CSV, or BibTeX of their papers."""
    from ...report.common.cite import bibtex
    from ...report.common.spreadsheet import facts_csv

    here = papers_now()
    pairs = [(str(key), str(text)) for key, text in asked]
    found = [row.fact for row in found_rows(read_asked(pairs), here)]
    if form == "csv":
        return facts_csv(found, here)
    keys = dict.fromkeys(fact.id.partition(":")[0] for fact in found)
    return "\n\n".join(bibtex(here.papers[key].source) for key in keys) + "\n"
