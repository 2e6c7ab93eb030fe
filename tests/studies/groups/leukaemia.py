"""Weeks of remission of 42 children with leukaemia (Freireich et al., Blood 21 (1963) 699): treated, and placebo."""

import numpy as np

TREATED = np.array([6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35], float)
TREATED_FAILED = np.array([True] * 9 + [False] * 12)
PLACEBO = np.array([1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23], float)
PLACEBO_FAILED = np.ones(21, bool)
