"""The page itself: files that `make app` or the build of a wheel makes from `frontend/`."""

from __future__ import annotations

from pathlib import Path

BUNDLE = Path(__file__).with_name("bundle")
PAGE = "index.html"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
MISSING = "the page of the app is not built in this checkout"
BUILD = "run `make app` (or in frontend/: npm ci, then npm run build); a wheel of natria has it built"


def is_built() -> bool:
    return (BUNDLE / PAGE).is_file()


def files_of_bundle() -> dict[str, Path]:
    """Return the files of the page by their address; none where it is not built.

    Nothing else of the package is served.
    """
    if not is_built():
        return {}
    files = {f"/{p.relative_to(BUNDLE).as_posix()}": p for p in BUNDLE.rglob("*") if p.is_file()}
    found = {address: path for address, path in files.items() if path.suffix in TYPES}
    return {"/": BUNDLE / PAGE, **found}
