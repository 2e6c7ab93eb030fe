"""Simulation of a case in time: the plan, the run, its readings and results."""
