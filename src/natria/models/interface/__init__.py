"""Models at the scale of the interphase layer: fields, microstructures and fracture."""
