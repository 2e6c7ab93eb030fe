"""Drivers of the cell equations: one leg by SUNDIALS or in fixed steps, whole protocols, checkpoints."""
