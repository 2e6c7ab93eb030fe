"""The cells of four papers by the engine: `cells_cases.py` prints their tables."""
