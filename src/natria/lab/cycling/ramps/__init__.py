"""Current ramps: levels, failed steps, critical current density."""
