"""Growth of an interphase: thickness over time, the law that fits best, tunnelling."""
