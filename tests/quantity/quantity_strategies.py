"""Questions and findings of every kind, for hypothesis."""

from dataclasses import replace
from hashlib import sha256
from typing import get_args

from hypothesis import strategies as st

from natria.quantity import (
    CONDITIONS,
    TERMS,
    Assumed,
    Bound,
    Chosen,
    Computed,
    Finding,
    Fit,
    Fitted,
    Ground,
    InPaper,
    Measured,
    Question,
    Reported,
    Setting,
)

IN_DOMAIN = {
    "positive": (1e-12, 1e12),
    "not negative": (0.0, 1e12),
    "fraction": (0.0, 1.0),
    "any": (-1e6, 1e6),
}

texts = st.text(max_size=6)
words = st.text("abcdefg-0123456789", min_size=1, max_size=8)
subjects = st.sampled_from(["NaOH", "kumar2020/bpi", "kumar2020/bpi#separator"]) | words
plain_numbers = st.floats(-1e9, 1e9)


def spans(low, high):
    return st.tuples(st.floats(low, high), st.floats(low, high)).map(lambda ends: (min(ends), max(ends)))


condition_values = st.floats(-1e6, 1e6) | spans(-1e6, 1e6)
conditions_of_a_question = st.dictionaries(st.sampled_from(sorted(CONDITIONS)), condition_values, max_size=3)


@st.composite
def questions(draw):
    return Question(
        draw(st.sampled_from(sorted(name for name, row in TERMS.items() if not row.artefact))),
        draw(subjects),
        draw(conditions_of_a_question),
    )


@st.composite
def findings_with(draw, origin):
    """A finding whose value lies in the domain of its term, with or without spread, bound and written unit."""
    question = draw(questions())
    low, high = IN_DOMAIN[TERMS[question.name].domain]
    bound = draw(st.none() | st.sampled_from(get_args(Bound)) | spans(low, high))
    value = (bound[0] + bound[1]) / 2 if isinstance(bound, tuple) else draw(st.floats(low, high))
    std = draw(st.none() | st.just(0.0) | st.floats(0, 1e6))
    one = Finding(question, value, draw(origin), std, bound, draw(st.sampled_from(["", "um", "mAh/g of S"])))
    if isinstance(one.origin, Reported):  # an id is for good: another content has another one
        record = "paper:" + sha256(repr(one).encode()).hexdigest()
        one = replace(one, origin=replace(one.origin, record=record))
    return one


settings_read = st.lists(st.builds(Setting, words, texts, texts), max_size=2).map(tuple)
reported = st.builds(
    Reported,
    record=st.just(""),
    kind=st.sampled_from(get_args(InPaper)),
    where=texts,
    shares=st.lists(words, max_size=2).map(tuple),
    approx=st.booleans(),
    method=texts,
    resolution=st.sampled_from([0.0, 0.5]),
)
measured = st.builds(Measured, file=texts, sha256=words, method=texts)
assumed = st.builds(Assumed, why=texts, ground=st.sampled_from(get_args(Ground)), source=texts)
chosen = st.builds(Chosen, by=texts)


def several(inner, least=0):
    return st.lists(inner, min_size=least, max_size=3).map(tuple)


def computed(inner):
    return st.builds(
        Computed, words, st.integers(1, 9), several(inner), settings_read, texts, st.lists(words, max_size=2).map(tuple)
    )


@st.composite
def fitted(draw, inner):
    names = tuple(draw(st.lists(words, min_size=1, max_size=3, unique=True)))
    row = st.tuples(*[plain_numbers] * len(names))
    covariance = draw(st.none() | st.tuples(*[row] * len(names)))
    fit = Fit(
        model=draw(words),
        version=draw(st.integers(1, 9)),
        data=draw(several(inner, least=1)),
        held=draw(several(inner)),
        names=names,
        values=draw(row),
        covariance=covariance,
        method=draw(texts),
        laws=draw(settings_read),
    )
    return Fitted(fit, draw(st.sampled_from(names)))


leaves = findings_with(reported | measured | assumed | chosen)
findings = st.recursive(
    leaves, lambda inner: findings_with(computed(inner)) | findings_with(fitted(inner)), max_leaves=4
)
