"""Files of groups of cells by name: page, groups.json, CSV, figures."""

from __future__ import annotations

import json
from collections.abc import Sequence

from ...studies.groups import CellGroups, groups_document
from ..common.picture import Picture
from .figures import overlay_pictures, ratio_pictures, survival_pictures, values_pictures
from .page import PageLink, groups_page
from .sheets import sheets

PAGE, DOCUMENT = "index.html", "groups.json"
DRAWN = (overlay_pictures, values_pictures, ratio_pictures, survival_pictures)


def groups_pictures(result: CellGroups) -> tuple[Picture, ...]:
    return tuple(picture for draw in DRAWN for picture in draw(result))


def groups_files(result: CellGroups, version: str, beside: Sequence[PageLink] = ()) -> dict[str, bytes]:
    """Every file of groups of cells by its name; `beside` are the pages of other results."""
    drawn = groups_pictures(result)
    figures = {f"figures/{p.id}.{kind}": made for p in drawn for kind, made in (("svg", p.svg), ("png", p.png))}
    tables = sheets(result)
    names = [PAGE, DOCUMENT, *tables, *figures]
    return {
        PAGE: groups_page(result, drawn, version, names, beside).encode(),
        DOCUMENT: (json.dumps(groups_document(result, version), indent=1, allow_nan=False) + "\n").encode(),
        **tables,
        **figures,
    }
