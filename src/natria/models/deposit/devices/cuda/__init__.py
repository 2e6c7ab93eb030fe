"""A GPU as a device: kernels of numba-cuda, one thread a cell. Nothing else imports this package."""
