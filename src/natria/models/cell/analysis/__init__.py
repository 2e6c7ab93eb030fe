"""Linear response of a cell: impedance spectrum, sine in time, resistance of each layer."""
