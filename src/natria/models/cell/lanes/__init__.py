"""Cells side by side: the numbers of several cells as one value of the processor."""
