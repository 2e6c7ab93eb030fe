"""Equations of a cell, compiled once for all drivers: layout of the state, rates, voltage, Jacobian."""
