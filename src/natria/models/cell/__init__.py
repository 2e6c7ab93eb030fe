"""Cells in time: a design's layers in series between two faces of sodium, one engine for all of them.

`build` reads a design into a `Cell`; `packing` makes arrays of it; `equations` are compiled once and serve `adaptive`
(one cell, by SUNDIALS) and `batch` (many, in fixed steps); `run` goes through a protocol.
"""
