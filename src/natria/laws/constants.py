"""Constants of nature (CODATA 2018) and one tolerance.

All but the mass of the electron are exact in the SI of 2019.
"""

FARADAY = 96485.33212331001  # C/mol
GAS = 8.31446261815324  # J/(mol K)
ELEMENTARY_CHARGE = 1.602176634e-19  # C
REDUCED_PLANCK = 1.0545718176461565e-34  # J s
ELECTRON_MASS = 9.1093837015e-31  # kg
AVOGADRO = 6.02214076e23  # 1/mol
HOUR = 3600.0  # s; a rate of 1C passes the capacity in one
SAME_TEMPERATURE = 2.0  # K; closer than this a property without a law of its own counts as the same
LORENZ = 2.443002e-8  # V^2/K^2, pi^2/3 (k/e)^2 (Sommerfeld): heat over electric conductivity and temperature of a metal
