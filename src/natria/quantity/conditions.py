"""The names of all conditions. A row says when two values of it count as the same."""

from __future__ import annotations

from .vocabulary import Condition

C = Condition

CONDITIONS: dict[str, C] = {
    row.name: row
    for row in (
        C("current", "A/m^2", "mA/cm^2", "current per face area; positive plates the working electrode", rel=0.01),
        C("cell_current", "A", "mA", "current of a cell whose area is not known; positive charges", rel=0.01),
        C("cell_capacity", "C", "mAh", "charge of one half-cycle of a cell whose area is not known", rel=0.01),
        C("areal_capacity", "C/m^2", "mAh/cm^2", "charge passed per face area in one half-cycle", rel=0.01),
        C("temperature", "K", "K", "temperature of the cell", abs=2.0),
        C("pressure", "Pa", "MPa", "stack pressure on the cell", rel=0.02),
        C("thickness", "m", "um", "thickness of the layer that is being varied", rel=0.02),
        C("cycle", "1", "cycle", "which cycle; a range (first, last) includes both ends and equals only itself"),
        C("rate", "1/s", "C", "C-rate of a full cell; what 1C is, the system says", rel=0.01),
        C("specific_current", "A/kg", "mA/g", "current per mass of the active material of a full cell", rel=0.01),
        C("time", "s", "s", "since the start of the process or the test", rel=0.01),
        C("lower_voltage", "V", "V", "lower cut-off of a full cell", abs=0.005),
        C("upper_voltage", "V", "V", "upper cut-off of a full cell", abs=0.005),
        C("mass_loading", "kg/m^2", "mg/cm^2", "active mass per face area", rel=0.02),
        C("depth", "m", "nm", "below the surface", rel=0.02),
        C("current_step", "A/m^2", "mA/cm^2", "by which the current of a ramp is raised", rel=0.02),
        C("delay", "s", "s", "after the current was switched", rel=0.05),
        C("sampling", "s", "s", "time between two readings there", rel=0.05),
        C("half_cycle_time", "s", "h", "how long one half-cycle lasts", rel=0.02),
        C("conditioning_current", "A/m^2", "mA/cm^2", "of the cycles before the test", rel=0.02),
        C("conditioning_cycles", "1", "cycles", "before the test"),
        C("peak", "1", "1", "which of several, in the order of the source, from 1"),
        C("scan_rate", "V/s", "mV/s", "of a voltammogram", rel=0.02),
        C("force", "N", "mN", "largest load on an indenter", rel=0.05),
        C("heating_rate", "K/s", "K/min", "of a thermal analysis", rel=0.05),
        C("electrode_gap", "m", "mm", "distance between the electrodes of a cell without separator", rel=0.02),
    )
}
