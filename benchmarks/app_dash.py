"""The plot of `app_thinned.py` as a Dash app: python benchmarks/app_dash.py PORT. `app_race.py` starts it."""

from __future__ import annotations

import base64
import sys
from typing import Any

from app_thinned import TITLE, Table, figure, read
from dash import Dash, Input, Output, State, dcc, html, no_update

TABLES: dict[str, Table] = {}
app = Dash(__name__)
app.layout = html.Div(
    [
        html.H1(TITLE),
        dcc.Upload(html.Button("Choose files"), id="file", multiple=True, max_size=-1),
        dcc.Graph(id="plot"),
        html.P(id="window"),
        dcc.Store(id="shown"),
    ]
)


@app.callback(
    Output("plot", "figure"),
    Output("window", "children"),
    Output("shown", "data"),
    Input("file", "contents"),
    State("file", "filename"),
)
def uploaded(contents: list[str] | None, names: list[str] | None) -> Any:
    if not contents or not names:
        return no_update, no_update, no_update
    for content, name in zip(contents, names, strict=True):
        TABLES[name] = read(base64.b64decode(content.partition(",")[2]))
    made = figure(TABLES[names[-1]], None, "zoom")
    return made, made.layout.meta, names[-1]


@app.callback(
    Output("plot", "figure", allow_duplicate=True),
    Output("window", "children", allow_duplicate=True),
    Input("plot", "relayoutData"),
    State("shown", "data"),
    prevent_initial_call=True,
)
def zoomed(changed: dict[str, Any] | None, name: str | None) -> Any:
    low = next((changed[k] for k in ("xaxis.range[0]", "xaxis2.range[0]") if k in (changed or {})), None)
    high = next((changed[k] for k in ("xaxis.range[1]", "xaxis2.range[1]") if k in (changed or {})), None)
    if name is None or low is None or high is None:
        return no_update, no_update
    made = figure(TABLES[name], (low, high), "zoom")
    return made, made.layout.meta


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(sys.argv[1]), debug=False)
