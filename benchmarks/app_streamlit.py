"""The plot of `app_thinned.py` as a Streamlit app: streamlit run benchmarks/app_streamlit.py. `app_race.py` starts it.

Streamlit tells a script of a selected box, not of a zoomed axis: the box that is dragged becomes the window.
"""

from __future__ import annotations

import streamlit as st
from app_thinned import TITLE, Table, figure, read


@st.cache_resource
def table(file_id: str, _file: object) -> Table:
    del file_id
    return read(_file)


def zoom() -> None:
    boxes = st.session_state["plot"]["selection"]["box"]
    if boxes:
        low, high = sorted(boxes[0]["x"])
        st.session_state["window"] = (low, high)


st.title(TITLE)
files = st.file_uploader("Choose files", accept_multiple_files=True)
if files:
    tables = [table(file.file_id, file) for file in files]
    made = figure(tables[-1], st.session_state.get("window"), "select")
    st.plotly_chart(made, key="plot", on_select=zoom, selection_mode="box")
    st.caption(made.layout.meta)
