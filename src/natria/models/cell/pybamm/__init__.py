"""The symmetric and the Na|Cu cell as models of PyBaMM; needs the extra `pybamm`."""
