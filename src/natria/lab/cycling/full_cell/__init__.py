"""Full cells: cycles, capacities, rate capability, dQ/dV and dV/dQ curves."""
