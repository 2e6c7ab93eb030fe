"""Atoms: crystal structures, stability of phases, and what is computed from them.

A package of the same layer as `models` and `lab`: it reads designs through answerers and knows no cell.
"""
