"""A case with a paper and a spec of predictions, all written by a test."""

from __future__ import annotations

from toy_papers import SOURCE, SYSTEMS, thickness

from natria.studies.predict import predict_spec, read_spec

DESIGN = """
name = "toy2026/a"
cell = "symmetric"
temperature = "298.15 K"
papers = ["papers"]

[working]
material = "Na"
exchange_current_density = { value = 1, unit = "mA/cm^2", std = 0.6, ground = "guess", why = "for a test" }

[bind]
time = "interphase.glaze.growth.time"

[interphase.glaze]
thickness = "3 um"
ionic_conductivity = { value = 1e-5, unit = "S/cm", std = 2e-6, ground = "estimate", why = "for a test" }
growth = { law = "linear", why = "for a test", time = "30 s", growth_rate = { fit = "rate" } }

[electrolyte.gap]
material = "NaCF3SO3 in diglyme"
thickness = "25 um"
ionic_conductivity = { value = 0.01, unit = "S/cm", std = 0.001, ground = "estimate", why = "for a test" }
salt_concentration = "1 mol/L"

[protocol]
current = "1 mA/cm^2"
steps = ["plate current for 1 h", "strip current for 1 h", "repeat 1"]

[variant."toy2026/b"]
says = "another cell with the same layer"
patch = { title = "b" }

[study]

[study.fit.growth]
model = "layer_growth"
data = ["toy2026:a30"]
parameters = { "rate" = { term = "growth_rate", start = "0.1 um/s" } }
"""
SPEC = """
case = "case.toml"
training = ["toy2026:a30"]
members = 256
"""
GROWTH = """
[[question]]
name = "layer_thickness"
of = "toy2026/a#glaze"
at = { time = "300 s" }
"""
FACE = """
[[question]]
name = "electrode_overpotential"
of = "toy2026/a"
at = { current = "2 mA/cm^2" }
"""
LAWS = """
[[alternative]]
name = "law of growth"
why = "one thickness does not tell the laws apart"

[alternative.option.linear]
says = "a reaction at the face"

[alternative.option.parabolic]
says = "diffusion"
[alternative.option.parabolic.patch."interphase.glaze.growth"]
law = "parabolic"
why = "diffusion"
time = "30 s"
parabolic_constant = { fit = "constant" }
[alternative.option.parabolic.fit.growth]
model = "layer_growth"
data = ["toy2026:a30"]
parameters = { constant = { term = "parabolic_constant", start = "0.3 um^2/s" } }
"""
A30 = thickness("a30", "a", 30, 3, pm=0.3)


def write_toy(folder, spec, facts=(A30,), design=DESIGN, name="toy.toml"):
    """Write a case with its paper, and a spec; returns the file of the spec."""
    here = folder / f"case{len(list(folder.iterdir()))}"  # a library is read once for each path
    (here / "papers").mkdir(parents=True)
    (here / "papers" / "toy2026.toml").write_text("\n".join([SOURCE, SYSTEMS, *facts]), encoding="utf-8")
    (here / "case.toml").write_text(design, encoding="utf-8")
    (here / name).write_text(spec, encoding="utf-8")
    return here / name


def predicted(folder, spec, facts=(A30,), design=DESIGN, **more):
    """Return the prediction of a spec of a toy."""
    return predict_spec(read_spec(write_toy(folder, spec, facts, design)), **more)
