"""A facet is defined in evaluation/facets, and nowhere else in Python: the Lens takes it from the registry."""

from __future__ import annotations

import subprocess
import sys

_ADDED = """
import numpy as np
from evallens.errors import InputError
from evallens.evaluation import facets

def check(given, header, columns):
    if given not in (0, 1, 2):
        raise InputError("every takes 0, 1 or 2")
    return given

def keep(step, images):
    return np.arange(len(images)) % step == 0

facets.FACETS += (facets.ImageFacet(name="every", empty=0, check=check, keep=keep),)

import evallens
lens = evallens.Lens(evallens.demo(), split="all")
lens.page = 2
lens.every = 2
assert lens.selected.rows.tolist() and not (lens.selected.rows % 2).any()
assert lens.page == 1
assert "every" in lens.header["facets"] and "every" in lens.keys
lens.set_state({"every": 3})
assert lens.wait(30) and lens.every == 2 and "every takes" in lens.status["message"]
lens.every = 0
assert len(lens.selected) == 960
"""


def test_a_facet_of_the_registry_is_a_trait_of_the_lens():
    subprocess.run([sys.executable, "-c", _ADDED], check=True)
