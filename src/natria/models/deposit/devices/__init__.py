"""Devices on which the fields of a deposition lie and its kernels run."""
