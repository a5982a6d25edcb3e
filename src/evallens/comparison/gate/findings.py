"""What became of the rules: a line each with its number, the interval and the images to look at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isnan, nan
from typing import Literal, NamedTuple

from ...evaluation.columns.direction import isolated
from ...text import fixed
from .rules import Rule

Status = Literal["passed", "failed", "cannot tell"]
NAMES = {
    "accuracy": "accuracy",
    "precision": "precision",
    "recall": "recall",
    "f1": "F1",
    "ap50": "AP50",
    "map": "AP50:95",
}
_SHOWN = 5
_LUCK = 0.05
"""Below this p or q a difference is called no luck."""
_MOST_DIGITS = 9
_LEAST = 1e-9
"""What arithmetic adds to a drop is none: .72 - .71 is a little more than .01."""


class Look(NamedTuple):
    """The images to look at."""

    names: tuple[str, ...] = ()
    """Of a few, the worst first."""
    total: int = 0
    """Of all."""

    def __str__(self) -> str:
        """Say which, in words: "a.jpg, b.jpg and 7 more"; empty: none."""
        shown = self.names[:_SHOWN]
        more = self.total - len(shown)
        return f"{', '.join(map(isolated, shown))} and {more:,} more" if more else ", ".join(map(isolated, shown))


NOTHING = Look()
Find = Callable[[], Look]


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
    chance: float = nan
    """How likely luck alone makes such a difference; NaN: it was not tested."""
    of: Literal["p", "q"] = "p"
    """Whether that is of this difference alone, or q over all classes that were tested."""
    untested: str = ""
    """Why it was not tested."""
    is_of_few: bool = False
    """It was not tested because it is in too few images."""

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
    label: str | None
    """The class it was measured of; ``None``: all of them together."""
    measured: Level | Drop
    why: str = ""
    """Why nobody can tell, or why a drop passes all the same."""
    look: Look = NOTHING
    """The images to look at; of what passed none."""

    @property
    def number(self) -> str:
        """The number with its interval, in words."""
        if isinstance(self.measured, Level):
            return _level_words(self.measured, self.rule.least or 0)
        return _drop_words(self.measured, self.rule.most_drop or 0)

    @property
    def wanted(self) -> str:
        """What the rule wants, in words."""
        if isinstance(self.measured, Level):
            return f"at least {rate(self.rule.least or 0)}"
        most = self.rule.most_drop or 0
        if self.rule.significant:
            return f"no drop of more than {rate(most)}, unless by luck" if most else "no drop, unless by luck"
        return f"a drop of at most {rate(most)}" if most else "no drop"

    def __str__(self) -> str:
        """Say it in a line: "failed: recall of 8 .569 (.478 to .656); wanted: at least .6; look at test-0012.webp"."""
        text = f"{self.status}: {self.what} {self.number}; wanted: {self.wanted}"
        if self.why:
            text += f"; {self.why}"
        return f"{text}; look at {self.look}" if self.look.total else text


def of_level(rule: Rule, what: str, label: str | None, level: Level, *, find: Find = Look) -> Finding:
    """Is the number at least what the rule wants? ``find`` is asked which images to look at where it is not."""
    passed = not isnan(level.value) and level.value >= (rule.least or 0)
    return Finding(
        rule=rule, what=what, label=label, measured=level, status="passed" if passed else "failed",
        look=NOTHING if passed else find(),
    )  # fmt: skip


def of_drop(
    rule: Rule, what: str, label: str | None, drop: Drop, *, find: Find = Look, few_pass: bool = False
) -> Finding:
    """Is the number at most so far below the baseline's as the rule wants?

    ``find`` is as of ``of_level``; ``few_pass`` lets pass what is in too few images to be tested.
    """
    status, why = _judged(rule, drop, few_pass=few_pass)
    return Finding(
        rule=rule, what=what, label=label, measured=drop, status=status, why=why,
        look=NOTHING if status == "passed" else find(),
    )  # fmt: skip


def rate(value: float, bound: float = nan) -> str:
    """A number from 0 to 1 in three digits, more where it would read as a ``bound`` that it is not.

    NaN, which is 0/0, is "undefined".

    >>> rate(0.5694), rate(-0.02), rate(1), rate(nan), rate(0.79996, 0.8)
    ('.569', '-.02', '1', 'undefined', '.79996')
    """
    if isnan(value):
        return "undefined"
    digits = 3
    while digits < _MOST_DIGITS and abs(value - bound) > _LEAST and fixed(value, digits) == fixed(bound, digits):
        digits += 1
    text = fixed(abs(value), digits).rstrip("0").rstrip(".")
    sign = "-" if value < 0 and text != "0" else ""
    return sign + (text.removeprefix("0") or "0")


def _judged(rule: Rule, drop: Drop, *, few_pass: bool) -> tuple[Status, str]:
    if isnan(drop.value):
        return "failed", ""
    if rule.significant and drop.untested:
        return ("passed" if few_pass and drop.is_of_few else "cannot tell"), drop.untested
    if drop.value <= (rule.most_drop or 0) + _LEAST:
        return "passed", ""
    if not rule.significant:
        return "failed", ""
    return ("failed", "") if drop.chance < _LUCK else ("passed", "it may be luck")


def _level_words(level: Level, least: float) -> str:
    return rate(level.value, least) + _interval(level.low, level.high)


def _drop_words(drop: Drop, most: float) -> str:
    if isnan(drop.value):
        return f"{rate(drop.after)}, before {rate(drop.before)}"
    moved = "fell" if drop.value > 0 else "rose"
    low, high = (drop.low, drop.high) if drop.value > 0 else (-drop.high, -drop.low)
    chance = "" if isnan(drop.chance) else f"; {drop.of} {_chance(drop.chance)}"
    by = f"{moved} by {rate(abs(drop.value), most if drop.value > 0 else nan)}" if drop.value else "is the same"
    return f"{by}{_interval(low, high, chance)}, from {rate(drop.before)} to {rate(drop.after)}"


def _interval(low: float, high: float, more: str = "") -> str:
    inside = "" if isnan(low) else f"{rate(low)} to {rate(high)}"
    text = f"{inside}{more}".removeprefix("; ")
    return f" ({text})" if text else ""


def _chance(value: float) -> str:
    return "below .001" if value < 0.001 else rate(value)
