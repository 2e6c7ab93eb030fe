"""Kinds of electrodes, one file each: potential, current, rates, what still fits, sodium held, columns."""
