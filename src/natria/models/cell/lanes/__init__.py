"""Cells side by side: the numbers of eight cells as one value of the processor."""
