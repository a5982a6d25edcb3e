"""What became of the rules: a line each with its number, the interval and the images to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan, nan
from typing import Literal

from ...evaluation.columns.direction import isolated
from ...text import fixed
from .rules import Rule

Status = Literal["passed", "failed", "cannot tell"]
NAMES = {"precision": "precision", "recall": "recall", "f1": "F1", "ap50": "AP50", "map": "AP50:95"}
_SHOWN = 5
_LUCK = 0.05
"""Below this q a difference is called no luck."""
_LEAST = 1e-9
"""What arithmetic adds to a drop is none: .72 - .71 is a little more than .01."""


@dataclass(frozen=True, kw_only=True)
class Level:
    """A number of one model with its 95 % interval."""

    value: float
    """0..1; NaN where it is 0/0."""
    low: float = nan
    """NaN: there is no interval."""
    high: float = nan


@dataclass(frozen=True, kw_only=True)
class Drop:
    """How far a number fell from one model to the other."""

    before: float
    after: float
    low: float = nan
    """Least of the 95 % interval of ``before - after``; NaN: there is no interval."""
    high: float = nan
    q: float = nan
    """How likely luck alone makes such a difference, over all classes that were tested; NaN: it was not tested."""
    untested: str = ""
    """Why it was not tested."""

    @property
    def value(self) -> float:
        """``before - after``: above 0 is a drop."""
        return self.before - self.after


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What became of one rule for one class."""

    rule: Rule
    status: Status
    what: str
    """What was measured: "recall of person in small objects"."""
    number: str
    """The number with its interval, in words."""
    wanted: str
    """What the rule wants, in words."""
    why: str = ""
    """Why nobody can tell."""
    images: tuple[str, ...] = ()
    """Names of the images to look at, the worst first."""

    @property
    def look(self) -> str:
        """Which images to look at, in words; empty: none."""
        named = ", ".join(map(isolated, self.images[:_SHOWN]))
        more = len(self.images) - _SHOWN
        return f"{named} and {more:,} more" if more > 0 else named

    def __str__(self) -> str:
        """Say it in a line: "failed: recall of 8 .569 (.478 to .656); wanted: at least .6; look at test-0012.webp"."""
        text = f"{self.status}: {self.what} {self.number}; wanted: {self.wanted}"
        if self.why:
            text += f"; {self.why}"
        return f"{text}; look at {self.look}" if self.look else text


def of_level(rule: Rule, what: str, level: Level, images: Sequence[str]) -> Finding:
    """Is the number at least what the rule wants?"""
    least = rule.least or 0
    passed = not isnan(level.value) and level.value >= least
    return Finding(
        rule=rule, status="passed" if passed else "failed", what=what, number=_level_words(level),
        wanted=f"at least {rate(least)}", images=() if passed else tuple(images),
    )  # fmt: skip


def of_drop(rule: Rule, what: str, drop: Drop, images: Sequence[str]) -> Finding:
    """Is the number at most so far below the baseline's as the rule wants?"""
    status, why = _judged(rule, drop)
    most = rule.most_drop or 0
    allowed = f"a drop of at most {rate(most)}" if most else "no drop"
    return Finding(
        rule=rule, status=status, what=what, number=_drop_words(drop),
        wanted=f"{allowed}{' that is no luck' if rule.significant else ''}", why=why,
        images=() if status == "passed" else tuple(images),
    )  # fmt: skip


def rate(value: float) -> str:
    """A number from 0 to 1 in three digits: .569; "undefined" for NaN, which is 0/0.

    >>> rate(0.5694), rate(-0.02), rate(1), rate(nan)
    ('.569', '-.02', '1', 'undefined')
    """
    if isnan(value):
        return "undefined"
    text = fixed(abs(value), 3).rstrip("0").rstrip(".")
    sign = "-" if value < 0 and text != "0" else ""
    return sign + (text.removeprefix("0") or "0")


def _judged(rule: Rule, drop: Drop) -> tuple[Status, str]:
    if isnan(drop.value):
        return "failed", ""
    if rule.significant and drop.untested:
        return "cannot tell", drop.untested
    if drop.value <= (rule.most_drop or 0) + _LEAST:
        return "passed", ""
    if not rule.significant:
        return "failed", ""
    return ("failed", "") if drop.q < _LUCK else ("passed", "it may be luck")


def _level_words(level: Level) -> str:
    return rate(level.value) + _interval(level.low, level.high)


def _drop_words(drop: Drop) -> str:
    if isnan(drop.value):
        return f"{rate(drop.after)}, before {rate(drop.before)}"
    moved = "fell" if drop.value > 0 else "rose"
    low, high = (drop.low, drop.high) if drop.value > 0 else (-drop.high, -drop.low)
    q = "" if isnan(drop.q) else f"; q {_chance(drop.q)}"
    by = f"{moved} by {rate(abs(drop.value))}" if drop.value else "is the same"
    return f"{by}{_interval(low, high, q)}, from {rate(drop.before)} to {rate(drop.after)}"


def _interval(low: float, high: float, more: str = "") -> str:
    inside = "" if isnan(low) else f"{rate(low)} to {rate(high)}"
    text = f"{inside}{more}".removeprefix("; ")
    return f" ({text})" if text else ""


def _chance(q: float) -> str:
    return "below .001" if q < 0.001 else rate(q)
