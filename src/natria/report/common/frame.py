"""The frame of all pages: a self-contained HTML file with contents and figures.

Its only script sorts tables.
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html import escape
from pathlib import Path

from ...quantity import typeset
from ..study.sections import anchor
from .picture import Picture

CSS = Path(__file__).with_name("page.css")
SCRIPT = Path(__file__).with_name("page.js")


def document(title: str, body: str, description: str = "", policy: str = "") -> str:
    """An HTML document with style and script inlined."""
    described = f'<meta name="description" content="{escape(description)}">' if description else ""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">' + policy + '<meta name="viewport" '
        'content="width=device-width, initial-scale=1"><meta name="generator" content="natria">'
        f'<meta name="color-scheme" content="light dark">{described}'
        f'<link rel="icon" href="data:,"><title>{escape(title)}</title>'
        f"<style>{CSS.read_text(encoding='utf-8')}</style></head>\n<body><main>\n{body}\n</main>\n"
        f"<script>{SCRIPT.read_text(encoding='utf-8')}</script></body></html>\n"
    )


def inline_only() -> str:
    """A content security policy that forbids external resources and other scripts."""
    code = b64encode(sha256(SCRIPT.read_text(encoding="utf-8").encode()).digest()).decode()
    rules = f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{code}'"
    return f'<meta http-equiv="Content-Security-Policy" content="{rules}">'


def contents(parts: list[str]) -> str:
    titles = [found[1] for part in parts if (found := re.search(r"<h2>(.*?)</h2>", part))]
    links = "".join(f'<li><a href="#{anchor(t)}">{_short(t)}</a></li>' for t in titles)
    return f'<nav aria-label="sections"><ul>{links}</ul></nav>'


def _short(title: str) -> str:
    """Return the title of a section without what explains it: "dQ/dV" of "dQ/dV, Gaussian smoothing 3 mV"."""
    return title.partition("; ")[0].partition(", ")[0]


def figures(drawn: tuple[Picture, ...]) -> str:
    shown = "".join(map(_figure, drawn))
    return f'<div class="figures">{shown}</div>' if shown else ""


def _figure(p: Picture) -> str:
    opened = '<figure class="wide">' if p.wide else "<figure>"
    image = f'<img alt="{escape(p.says)}" src="data:image/svg+xml;base64,{b64encode(p.svg).decode()}">'
    return f"{opened}{image}<figcaption>{escape(typeset(p.says))}</figcaption></figure>"
