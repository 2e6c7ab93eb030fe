"""Atoms: crystals, stability of phases, calculators, elastic tensors, hops of ions, and gates.

A package of the same layer as `models` and `lab`: it reads designs through answerers and knows no cell.
"""
