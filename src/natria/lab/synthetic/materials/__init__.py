"""Synthetic curves of mechanics and heat: indents, pressed powders, mass and heat flow over temperature."""
