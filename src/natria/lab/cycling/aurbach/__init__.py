"""Coulombic efficiency (CE) of half cells: cycle by cycle, and from the Aurbach test."""
