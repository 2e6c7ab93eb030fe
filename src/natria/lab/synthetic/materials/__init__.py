"""Synthetic curves of mechanics and heat.

Indents, pressed powders, mass and heat flow over temperature.
"""
