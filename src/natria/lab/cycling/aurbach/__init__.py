"""Coulombic efficiency of half cells: cycle by cycle and by the Aurbach test."""
