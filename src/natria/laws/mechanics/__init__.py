"""Mechanics of layers and sodium: cracks, stable plating and voids."""
