"""From single answers to decisions: sweeps over designs, run in parts on one computer or several."""
