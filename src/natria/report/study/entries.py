"""The sections of a page on what the study used: answerers, objections, cards, stored results."""

from __future__ import annotations

from html import escape

from ...quantity import typeset
from ...studies import Entries, StudyResult, entries_document, objections_to
from ..common.tables import Row, table
from .wording import count, listed

SHOWN = 12  # digits of the id of a stored result


def entries(result: StudyResult) -> str:
    """The answerers with version, the cards, the stored results, and which of them natria does not ship.

    The papers stand in the list of sources.
    """
    used = result.entries
    document = entries_document(used, result.case)
    answerers = _listed(document["answerers"], "answerer")
    cards = _listed(document["cards"], "material card")
    stored = table(
        ["stored result", "answerer", "version", "computed", "from"],
        (_result(row) for row in document["results"]),
    )
    return f"<p>{_plugins(used)}</p>{answerers}{cards}{stored or '<p>No stored results.</p>'}"


def objections(result: StudyResult) -> str:
    """What an expert would object to in the models behind the answers, one row for each objection."""
    used = result.entries
    models: dict[str, list[str]] = {}
    for name, objection in objections_to(used.answerers, plugins=used.plugins).items():
        models.setdefault(objection, []).append(name)
    rows: list[Row] = [[escape(listed(names)), escape(typeset(text))] for text, names in models.items()]
    return table(["model", "objection, and what would settle it"], rows, sort=False)


def _plugins(used: Entries) -> str:
    if used.plugins:
        return "Answerers of installed packages were asked beside those of natria."
    return "Only answerers shipped with natria were asked, and those that were named."


def _listed(rows: list[dict[str, object]], what: str) -> str:
    """The names of the rows in one paragraph, with the version where there is one."""
    if not rows:
        return ""
    named = ", ".join(_named(row) for row in rows)
    return f"<p>{count(len(rows), what)}: {named}.</p>"


def _named(row: dict[str, object]) -> str:
    version = f" {row['version']}" if "version" in row else ""
    return f"{escape(str(row['name']))}{version}{' (own)' if row['own'] else ''}"


def _result(row: dict[str, object]) -> Row:
    name, made = escape(str(row["answerer"])), escape(str(row["made"]))
    source = "own store" if row["own"] else "shipped with natria"
    return [f"<code>{str(row['id'])[:SHOWN]}</code>", name, str(row["version"]), made, source]
