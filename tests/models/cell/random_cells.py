"""Cells and protocols drawn at random by hypothesis, from sound to hardly possible ones."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from natria.models.cell.cell import Cell, Electrode, Film, Growth, Heat, Pores, SaltLayer, SolidLayer, Thermal, Voids


def decades(low: float, high: float) -> st.SearchStrategy[float]:
    """Numbers spread evenly over decades, from 10^low to 10^high."""
    return st.floats(low, high).map(lambda x: float(f"{10**x:.4g}"))


def shares(low: float = 0.0, high: float = 1.0) -> st.SearchStrategy[float]:
    return st.floats(low, high).map(lambda x: round(x, 4))


# Arrhenius energies of solids, VFT parameters of gels; at 260 K conductivities of 1e-5 of those at 298 K
THERMALS = st.sampled_from(((0.0, 0.0), (5e3, 0.0), (30e3, 0.0), (60e3, 0.0), (5e3, 150.0), (8e3, 220.0))).map(
    lambda pair: Thermal(*pair)
)
SALTS = st.builds(
    SaltLayer,
    name=st.just("salt"),
    thickness=decades(-5, -3),
    concentration=decades(1.5, 3.5),
    conductivity=decades(-2, 0.5),
    diffusivity=decades(-12, -9),
    transference=shares(0.1, 0.9),
    macmullin=shares(1.0, 10.0),
    porosity=shares(0.2, 1.0),
    conductivity_exponent=st.sampled_from((0.0, 0.5, 1.0, 1.7)),
    diffusivity_exponent=st.sampled_from((0.0, 0.5, 1.0, -0.3)),
    transference_slope=st.sampled_from((0.0, 0.1, -0.2)),
    thermodynamic_factor=st.sampled_from((1.0, 1.0, 0.7, 2.5)),
    conductivity_peak=st.sampled_from((0.0, 0.0, 700.0, 2500.0)),
    conductivity_curvature=st.sampled_from((0.0, 0.2, -0.1)),
    thermal=THERMALS,
    diffusivity_thermal=st.one_of(st.none(), THERMALS),
)
SOLIDS = st.builds(
    SolidLayer, name=st.just("solid"), thickness=decades(-6, -3), conductivity=decades(-5, 0), thermal=THERMALS
)
GROWTHS = st.one_of(
    st.none(),
    st.tuples(decades(-15, -10)).map(lambda p: Growth("linear", p, 1e9)),
    st.tuples(decades(-24, -16)).map(lambda p: Growth("parabolic", p)),
    st.tuples(decades(-11, -8), shares(0.2, 1.5)).map(lambda p: Growth("power", p, 5e8)),
    st.tuples(decades(-10, -8), decades(0, 4)).map(lambda p: Growth("logarithmic", p, 1e9)),
    st.tuples(decades(-9, -6), decades(0, 6)).map(lambda p: Growth("self-limiting", p)),
)
FILMS = st.builds(
    Film,
    name=st.just("film"),
    thickness=st.one_of(st.just(0.0), decades(-10, -6)),
    conductivity=decades(-8, -3),
    thermal=THERMALS,
    growth=GROWTHS,
)
POROUS = st.builds(
    Film,
    name=st.just("pores"),
    thickness=decades(-7, -4.5),
    conductivity=st.one_of(st.just(0.0), decades(-7, -1)),
    thermal=THERMALS,
    pores=st.builds(Pores, porosity=shares(0.01, 1.0), macmullin=decades(0, 3)),
)
VOIDS = st.one_of(st.none(), st.builds(Voids, refill=decades(-1, 2), depth=decades(3, 5.5)))


def electrodes(*, host: bool = False) -> st.SearchStrategy[Electrode]:
    return st.builds(
        Electrode,
        films=st.lists(FILMS, max_size=2).map(tuple),
        exchange_current=decades(-3, 3),
        plating_transfer=st.one_of(st.just(0.5), shares(0.1, 0.9)),
        thermal=THERMALS,
        inventory=st.just(0.0) if host else decades(3, 6),
        is_host=st.just(host),
        coverage_charge=decades(0, 3) if host else st.just(0.0),
        nucleation=shares(0.0, 0.2),
        dead=st.sampled_from((0.0, 0.01, 0.5)),
        voids=VOIDS,
    )


@st.composite
def covered(draw: st.DrawFn, electrode: Electrode, beside: SaltLayer | SolidLayer) -> Electrode:
    """The electrode, with a porous film outside of its others in some draws where electrolyte fills it."""
    if isinstance(beside, SolidLayer) or draw(st.integers(0, 2)):
        return electrode
    return replace(electrode, films=(*electrode.films, draw(POROUS)))


@st.composite
def cells(draw: st.DrawFn) -> Cell:
    kind = draw(st.sampled_from(("symmetric", "half")))
    layers = draw(st.lists(st.one_of(SALTS, SOLIDS), min_size=1, max_size=3))
    return Cell(
        kind=kind,
        working=draw(covered(draw(electrodes(host=kind == "half")), layers[0])),
        counter=draw(covered(draw(electrodes()), layers[-1])),
        electrolyte=tuple(layers),
        temperature=draw(st.sampled_from((260.0, 298.15, 330.0))),
        area=1e-4,
        contact=draw(st.sampled_from((0.0, 1e-3))),
        electronic_conductance=draw(st.sampled_from((0.0, 0.0, 1.0, 300.0))),
        heat=draw(st.one_of(st.none(), st.builds(Heat, capacity=decades(2, 4), transfer=decades(-1, 3)))),
    )


@st.composite
def sentences(draw: st.DrawFn) -> list[str]:
    """A few steps; a step that only a voltage ends has a current that gets somewhere."""
    said = []
    for _ in range(draw(st.integers(1, 4))):
        current = draw(decades(-1, 3))
        said.append(
            draw(
                st.sampled_from(
                    (
                        f"plate {current} mA/cm^2 for {draw(decades(0, 4))} s",
                        f"strip {current} mA/cm^2 for {draw(decades(0, 4))} s",
                        f"plate {current} mA/cm^2 to {draw(decades(-2, 0.3))} V",
                        f"strip {current} mA/cm^2 to {draw(decades(-2, 0.3))} V",
                        f"plate {current} mA/cm^2 for {draw(decades(-2, 1))} mAh/cm^2",
                        f"rest {draw(decades(0, 5))} s",
                    )
                )
            )
        )
    return [*said, "repeat 2"]
