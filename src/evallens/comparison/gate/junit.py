"""The result of a check as JUnit's XML, in which CI services show tests.

Of the dialects there are, what all of them read: ``testsuites > testsuite > testcase``, with ``failure`` or ``error``
in it. A service tells test cases apart by ``classname`` and ``name``, and follows them from run to run by those; so a
name says what is measured and wanted, holds no number that changes, and stands once. What nobody can tell is an
``error``, which stops a job as a ``failure`` does; ``skipped`` would not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from xml.etree import ElementTree as ET

from .findings import Finding, Status
from .result import CheckResult

_SUITE = "evallens check"
_CLASS = "evallens.check"
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Letters that XML 1.0 has no place for."""
_TAGS: dict[Status, str] = {"failed": "failure", "cannot tell": "error"}


class _Case(NamedTuple):
    name: str
    status: Status
    words: str


def junit(result: CheckResult, seconds: float = 0.0) -> str:
    """The XML of a result: a test case a rule and class, and one for the records that numbers were made of.

    ``seconds`` is how long it took.
    """
    return _document([*_of_records(result), *map(_of_finding, result.findings)], seconds)


def junit_of_error(words: str, seconds: float = 0.0) -> str:
    """The XML of a check that could not be made: one test case, with the sentence that says why."""
    return _document([_Case("the check can be made", "cannot tell", words)], seconds)


def _of_finding(finding: Finding) -> _Case:
    return _Case(f"{finding.what}: {finding.wanted}", finding.status, str(finding))


def _of_records(result: CheckResult) -> Iterator[_Case]:
    words = "\n".join(result.doubt_lines)
    yield _Case("no records are left out", "cannot tell" if words else "passed", words)


def _document(cases: Iterable[_Case], seconds: float) -> str:
    cases = list(cases)
    met = Counter(case.status for case in cases)
    numbers = {
        "tests": str(len(cases)), "failures": str(met["failed"]), "errors": str(met["cannot tell"]),
        "skipped": "0", "time": f"{seconds:.3f}",
    }  # fmt: skip
    root = ET.Element("testsuites", {"name": _SUITE, **{k: v for k, v in numbers.items() if k != "skipped"}})
    suite = ET.SubElement(root, "testsuite", {"name": _SUITE, **numbers})
    seen: Counter[str] = Counter()
    for case in cases:
        name = _legal(case.name)
        seen[name] += 1
        again = f" ({seen[name]})" if seen[name] > 1 else ""
        element = ET.SubElement(suite, "testcase", {"classname": _CLASS, "name": f"{name}{again}", "time": "0"})
        if case.status in _TAGS:
            words = _legal(case.words)
            told = ET.SubElement(element, _TAGS[case.status], {"message": words, "type": case.status})
            told.text = words
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _legal(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
