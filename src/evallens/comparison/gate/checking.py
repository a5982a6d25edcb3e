"""May the new model ship? Every rule, put to the evaluation of a model and that of the one before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from ...errors import InputError
from ...evaluation import Evaluation
from ...evaluation.columns.direction import isolated
from ...evaluation.columns.tables import ALL
from ...text import counted
from ..comparing import compare
from . import doubts, findings
from .cuts import Cut, cut, labels, placed
from .differences import OfTwo
from .findings import NAMES, Finding
from .numbers import OfModel
from .result import CheckResult, in_order
from .rules import EACH, Given, Rule, read


def check(
    new: Evaluation,
    baseline: Evaluation | None = None,
    *,
    rules: Given,
    split: str | None = None,
    confidence: int | tuple[int, int] | None = None,
    accept: Iterable[str] = (),
    names: Sequence[str] = ("baseline", "new"),
) -> CheckResult:
    """May the new model ship? Put every rule to it, and to the model before it.

    Args:
        new: The evaluation of the new model, or of both models, as ``evallens.compare`` returns it.
        baseline: The evaluation of the model before; rules with ``max_drop`` need it.
        rules: The path of a TOML file of ``[[rule]]`` tables, or a list of such tables:
            ``{"metric": "recall", "class": "person", "slice": "small", "min": 0.8, "max_drop": 0.01,
            "significant": True}``. The class "*" stands for each class that occurs.
        split: Of rules that name none; by default the evaluation's own.
        confidence: The threshold of both, integer percent, or a pair: (the baseline's, the new model's).
        accept: Codes of what would make numbers doubtful, such as "no-area", where it is right as it is.
        names: What the two models are called.

    Returns:
        What became of every rule: ``assert evallens.check(...)``, or ``evallens.check(...).assert_passed()`` which
        says all of it where it fails.

    Raises InputError, in words that name the rule, for rules that mean nothing here: another class, slice or metric, a
    drop without a baseline, average precision without detections. UnknownNameError for a split or code that is not
    there, ServiceError where a service fails.

    >>> import evallens
    >>> found = evallens.check(evallens.demo(), rules={"metric": "recall", "class": "8", "min": 0.8})
    >>> print(found.findings[0].number, found.status)
    .716 (.628 to .79) failed
    """
    wanted, accepted = read(rules), doubts.checked(accept)
    two = _two(new, baseline, names)
    before = frozenset((baseline or new).classes)
    asked = _Asked.of(new, two, (split, confidence), accepted=accepted, before=before)
    made = [finding for rule in wanted for finding in asked.findings(rule)]
    notices = new.notices if two is None else two.notices
    return CheckResult(
        subject=asked.subject,
        evaluation=new if two is None else two,
        findings=in_order(made),
        doubts=doubts.doubts(dict.fromkeys(notices), accepted),
        remarks=tuple(dict.fromkeys(asked.remarks)),
    )


_Where = tuple[str | None, int | tuple[int, int] | None]
"""A split and a threshold, or two."""


@dataclass(frozen=True, eq=False)
class _Asked:
    """What rules are put to."""

    subject: str
    split: str
    """Of rules that name none."""
    new: OfModel
    both: OfTwo | None
    accepted: frozenset[str]
    before: frozenset[str]
    """The classes that the baseline knows."""
    remarks: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, new: Evaluation, two: Evaluation | None, where: _Where, **given: Any) -> _Asked:
        """Both models at their thresholds; raises InputError for a split or threshold that is not there."""
        split, confidence = where
        if two is None:
            if isinstance(confidence, tuple | list):
                raise InputError("confidence is a pair, for two models, but there is no baseline.")
            wanted = new.where(split, confidence)
            subject = f"{new.title or 'the evaluation'} ({_at(new, wanted.split, str(wanted.confidence))})"
            return cls(subject, wanted.split, OfModel(new, wanted.confidence), None, **given)
        wanted = two.where(split, confidence)
        first, second = wanted.of_baseline, wanted.confidence
        percents = str(second) if first == second else f"{first} and {second}"
        subject = f"{two.shown_model} against {two.baseline_model} ({_at(two, wanted.split, percents)})"
        alone = new if not new.peers else new.model(new.shown_model)
        return cls(subject, wanted.split, OfModel(alone, second), OfTwo(two, (first, second)), **given)

    def findings(self, rule: Rule) -> Iterator[Finding]:
        """What becomes of a rule, class by class; raises InputError, in words that name the rule."""
        with placed(rule):
            if rule.least is not None:
                yield from self._levels(rule)
            if rule.most_drop is not None or rule.significant:
                yield from self._drops(rule)

    def _levels(self, rule: Rule) -> Iterator[Finding]:
        part = cut(rule, self.new.evaluation, self.split)
        for label in self._labels(rule, part, self.new):
            asked = (rule.metric, part, label)
            find = partial(self.new.images, *asked)
            yield findings.of_level(rule, _what(*asked), label, self.new.level(*asked), find=find)

    def _drops(self, rule: Rule) -> Iterator[Finding]:
        if self.both is None:
            raise InputError("max_drop needs the model before: give it as baseline (--baseline OLD).")
        part = cut(rule, self.both.evaluation, self.split)
        few_pass = doubts.FEW_IMAGES in self.accepted
        for label in self._with_baseline(rule, self._labels(rule, part, self.both)):
            asked = (rule.metric, part, label)
            drop = self.both.drop(*asked, "q" if rule.label == EACH else "p")
            find = partial(self.both.images, *asked)
            yield findings.of_drop(rule, _what(*asked), label, drop, find=find, few_pass=few_pass)

    def _labels(self, rule: Rule, part: Cut, among: OfModel | OfTwo) -> list[str | None]:
        occurring = among.occurring(part) if rule.label == EACH else ()
        found = labels(rule, among.evaluation, occurring)
        absent = len(labels(rule, among.evaluation, among.evaluation.classes)) - len(found)
        if not found:
            raise InputError(f"no class occurs in {part.words}, so nothing could fail.")
        if absent:
            self.remarks.append(f"{counted(absent, 'classes', 'have')} neither truth nor prediction in {part.words}.")
        return found

    def _with_baseline(self, rule: Rule, found: list[str | None]) -> list[str | None]:
        """Of each class, those that the baseline knows: another has nothing to drop from."""
        known = [label for label in found if rule.label != EACH or label in self.before]
        if len(known) < len(found):
            added = counted(len(found) - len(known), "classes", "are")
            self.remarks.append(f"{added} not known to the baseline, which leaves nothing to drop from.")
        return known


def _two(new: Any, baseline: Any, names: Sequence[str]) -> Evaluation | None:
    """Both models side by side; ``None`` where there is no baseline."""
    if not isinstance(new, Evaluation):
        raise InputError(f"evallens.check takes an Evaluation, as evallens.open returns it, not {new!r}.")
    if baseline is not None:
        return compare(baseline, new, names)
    return new if new.peers else None


def _at(evaluation: Evaluation, split: str, percents: str) -> str:
    where = "all splits" if split == ALL else split
    return f"{where} at {percents} %" if evaluation.header.scored else where


def _what(metric: str, part: Cut, label: str | None) -> str:
    of = "" if label is None else f" of {isolated(label)}"
    return f"{NAMES[metric]}{of} in {part.words}"
