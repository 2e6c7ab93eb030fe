"""Full cells: cycles, capacities, efficiencies, rate capability, dQ/dV and dV/dQ curves."""
