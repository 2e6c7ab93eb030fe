"""A server on this machine that answers like the Materials Project and like a database of OPTIMADE."""

from __future__ import annotations

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

KEY = "a key"
CUBE = {"matrix": [[0, 2.35, 2.35], [2.35, 0, 2.35], [2.35, 2.35, 0]]}
THERMO = [  # written by hand in the form of the thermo documents; energies in eV/atom
    {"material_id": "mp-127", "formula_pretty": "Na", "energy_per_atom": -1.30, "symmetry": {"number": 229}},
    {"material_id": "mp-974920", "formula_pretty": "Na", "energy_per_atom": -1.25, "symmetry": {"number": 229}},
    {"material_id": "mp-10172", "formula_pretty": "Na", "energy_per_atom": -1.31, "symmetry": {"number": 194}},
    {"material_id": "mp-561203", "formula_pretty": "F2", "energy_per_atom": -1.90, "symmetry": {"number": 15}},
    {"material_id": "mp-682", "formula_pretty": "NaF", "energy_per_atom": -4.50, "symmetry": {"number": 225}},
]
CORE = [
    {
        "material_id": "mp-682",
        "structure": {
            "lattice": CUBE,
            "sites": [
                {"species": [{"element": "Na", "occu": 1}], "abc": [0, 0, 0]},
                {"species": [{"element": "F", "occu": 1}], "abc": [0.5, 0.5, 0.5]},
            ],
        },
    },
    {
        "material_id": "mp-999",
        "structure": {
            "lattice": CUBE,
            "sites": [{"species": [{"element": "Na", "occu": 0.5}, {"element": "F", "occu": 0.5}], "abc": [0, 0, 0]}],
        },
    },
]


def optimade_row(name, **changes):
    """An entry of OPTIMADE of rock salt."""
    attributes = {
        "lattice_vectors": CUBE["matrix"],
        "cartesian_site_positions": [[0, 0, 0], [2.35, 2.35, 2.35]],
        "species_at_sites": ["Na", "F"],
        "species": [
            {"name": "Na", "chemical_symbols": ["Na"], "concentration": [1.0]},
            {"name": "F", "chemical_symbols": ["F"], "concentration": [1.0]},
        ],
        **changes,
    }
    return {"id": name, "type": "structures", "attributes": attributes}


SHARED = [
    {"name": "Na", "chemical_symbols": ["Na", "vacancy"], "concentration": [0.5, 0.5]},
    {"name": "F", "chemical_symbols": ["F"], "concentration": [1.0]},
]
PAGES = {
    "": ([optimade_row("odbx/1"), optimade_row("odbx/2", species=SHARED)], "2"),
    "2": ([optimade_row("../3")], None),
}


@contextmanager
def database(answers=None, page=2):
    """Serve; gives the address and the requests that came. `answers` replaces the answer at a path."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            parts = urlsplit(self.path)
            query = {name: one[0] for name, one in parse_qs(parts.query).items()}
            asked.append((parts.path, query))
            code, document, *more = (answers or {}).get(parts.path) or self.answer(parts.path, query)
            data = document if isinstance(document, bytes) else json.dumps(document).encode()
            self.send_response(code)
            self.send_header("Content-Length", str(len(data)))
            for name, value in (more[0] if more else {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def answer(self, path, query):
            if path == "/v1/structures":
                rows, following = PAGES[query.get("page", "")]
                address = f"http://{self.headers['Host']}/v1/structures?page={following}"
                return 200, {"data": rows, "links": {"next": {"href": address} if following else None}}
            if self.headers["X-API-KEY"] != KEY:
                return 401, {"message": "Unauthorized"}
            rows = [{**one, "thermo_type": "GGA_GGA+U"} for one in THERMO] if "thermo" in path else CORE
            skip = int(query["_skip"])
            return 200, {"data": rows[skip : skip + page], "meta": {"total_doc": len(rows)}}

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
