"""Atomistic calculations: structures, calculators, elastic tensors, migration of ions, and gates."""
