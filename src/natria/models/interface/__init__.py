"""Models of a layer: where the current goes, where sodium lands, what conducts, what comes off.

Each is a package of its own, with kernels in plain SI arrays, a reader of designs, and its answerers.
"""
