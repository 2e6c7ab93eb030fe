"""Answerers of a layer of two phases in voxels: its microstructure, what it conducts, how stiff it is."""
