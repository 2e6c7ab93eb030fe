"""Equations of a cell, compiled once for every driver: layout of the state, rates, voltage, Jacobian."""
