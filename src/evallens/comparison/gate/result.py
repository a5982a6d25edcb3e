"""What a check came to: for a terminal, for pytest, and as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isnan
from typing import Any

from ...evaluation import Evaluation
from ...evaluation.columns.notices import Notice
from ...text import counted
from .findings import Finding, Level, Status

_EXIT = {"passed": 0, "failed": 1, "cannot tell": 2}
_WORST_FIRST: tuple[Status, ...] = ("failed", "cannot tell", "passed")
CANNOT_TELL = _EXIT["cannot tell"]


@dataclass(frozen=True, eq=False, kw_only=True)
class CheckResult:
    """What became of every rule; true where all of them passed and nothing is in doubt.

    ``str(result)`` is what ``evallens check`` prints, a line a rule.
    """

    subject: str
    """What was checked: "demo-v2 (test at 20 %)"."""
    evaluation: Evaluation = field(repr=False)
    """What was checked: of both models where there is a baseline."""
    findings: tuple[Finding, ...]
    """One for each rule and class, the failed first, in the order of the rules."""
    doubts: tuple[Notice, ...] = ()
    """Notices that records were left out, which makes numbers doubtful."""
    remarks: tuple[str, ...] = ()
    """What else to know."""

    @property
    def status(self) -> Status:
        """The worst there is: "failed", else "cannot tell", else "passed"."""
        met = {finding.status for finding in self.findings} | ({"cannot tell"} if self.doubts else set())
        return next((status for status in _WORST_FIRST if status in met), "passed")

    @property
    def passed(self) -> bool:
        """Did every rule pass, with nothing in doubt?"""
        return self.status == "passed"

    @property
    def exit_code(self) -> int:
        """What ``evallens check`` exits with: 0 passed, 1 failed, 2 cannot tell."""
        return _EXIT[self.status]

    def __bool__(self) -> bool:
        return self.passed

    def assert_passed(self) -> None:
        """Raise AssertionError, which says every line, unless all passed: for pytest, which shortens other objects."""
        __tracebackhide__ = True  # Pytest then shows the line that asked.
        if not self.passed:
            raise AssertionError(str(self))

    def count(self, status: Status) -> int:
        """How many findings are so."""
        return sum(finding.status == status for finding in self.findings)

    @property
    def summary(self) -> str:
        """All of it in a line: "failed: demo-v2 (test at 20 %): 1 failed, 9 passed"."""
        number = [f"{self.count(status)} {status}" for status in _WORST_FIRST if self.count(status)]
        if self.doubts:
            number.append(counted(len(self.doubts), "doubts about the records"))
        return f"{self.status}: {self.subject}: {', '.join(number)}"

    @property
    def doubt_lines(self) -> tuple[str, ...]:
        """A line a doubt, which says how to accept it."""
        return tuple(f"{doubt} If that is right, accept {doubt.code}." for doubt in self.doubts)

    def __str__(self) -> str:
        lines = [*map(str, self.findings), *(f"cannot tell: {line}" for line in self.doubt_lines)]
        return "\n".join([*lines, *(f"note: {remark}" for remark in self.remarks), self.summary])

    def __repr__(self) -> str:
        return f"CheckResult({self.summary})"

    def as_dict(self) -> dict[str, Any]:
        """Plain data, as ``evallens check --json`` prints it; ``None`` stands for what is undefined."""
        return {
            "status": self.status,
            "exit_code": self.exit_code,
            "subject": self.subject,
            "findings": list(map(_of_finding, self.findings)),
            "doubts": [{"code": one.code, "count": one.count, "text": str(one)} for one in self.doubts],
            "remarks": list(self.remarks),
        }


def in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    """The failed first, then those that nobody can tell; within each as they are."""
    return tuple(sorted(findings, key=lambda finding: _WORST_FIRST.index(finding.status)))


def _of_finding(finding: Finding) -> dict[str, Any]:
    rule, measured = finding.rule, finding.measured
    about = {"place": rule.place, "metric": rule.metric, "class": finding.label, "slice": rule.slice}
    said = {"what": finding.what, "why": finding.why, "text": str(finding)}
    look = {"images": list(finding.look.names), "image_count": finding.look.total}
    numbers = {"low": _known(measured.low), "high": _known(measured.high)}
    if isinstance(measured, Level):
        numbers |= {"min": rule.least, "value": _known(measured.value)}
    else:
        numbers |= {"max_drop": rule.most_drop or 0.0, "drop": _known(measured.value)}
        numbers |= {"before": _known(measured.before), "after": _known(measured.after)}
        numbers |= {measured.of: _known(measured.chance)}
    return {"status": finding.status, **about, **numbers, **said, **look}


def _known(value: float) -> float | None:
    return None if isnan(value) else value
