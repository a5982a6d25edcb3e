"""The result of a check as Markdown, to be posted as a comment on a change.

Names come from outside: in a comment they must neither call people (``@name``), nor link, nor end the table. What
holds one stands as code, in which services look for neither, with entities for signs, which Markdown takes for none of
its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...evaluation.columns.direction import isolated
from .findings import Finding, Status
from .result import CheckResult

MARK = "<!-- evallens check -->"
"""The first line, by which a job finds its own comment to bring it up to date."""
_MOST = 60_000
"""Characters: GitHub refuses a comment above 65,536."""
_SHOWN = 5
_HEAD = ("| | what | is | wanted | look at |", "|---|---|---|---|---|")
_WORDS: dict[Status, str] = {"failed": "**failed**", "cannot tell": "**cannot tell**", "passed": "passed"}
_SIGN = re.compile(r"[^\w .,;:'()%?/\-]|_")
_BLANKS = re.compile(r"\s+")


def markdown(result: CheckResult, link: str | None = None) -> str:
    """The table of a result, what failed first and what passed folded away; ``link`` is where the report is."""
    lines = [MARK, f"**{result.status}**: {_code(result.subject)}", ""]
    loud = [finding for finding in result.findings if finding.status != "passed"]
    quiet = [finding for finding in result.findings if finding.status == "passed"]
    told = [f"- {_WORDS['cannot tell']}: {_code(line)}" for line in result.doubt_lines]
    told += [f"- {_code(remark)}" for remark in result.remarks]
    left = _MOST - sum(map(len, told))
    if loud:
        table = _table(loud, left)
        left -= sum(map(len, table))
        lines += table
    if told:
        lines += [*told, ""]
    if quiet:
        lines += ["<details>", f"<summary>{len(quiet)} passed</summary>", "", *_table(quiet, left), "</details>", ""]
    if link is not None:
        lines += [f"[Report: the images behind each number]({_address(link)})", ""]
    return "\n".join(lines)


def markdown_of_error(words: str) -> str:
    """What is posted of a check that could not be made: the sentence that says why."""
    return "\n".join([MARK, f"**cannot tell**: {_code(words)}", ""])


def _table(findings: Sequence[Finding], most: int) -> list[str]:
    """The rows of a table in at most so many characters, and an empty line, which ends it."""
    rows: list[str] = []
    for finding in findings:
        row = _row(finding)
        most -= len(row) + 1
        if most < 0:
            break
        rows.append(row)
    left_out = len(findings) - len(rows)
    more = [f"{left_out:,} more rows are in the report and in what the command prints.", ""] if left_out else []
    return [*_HEAD, *rows, "", *more]


def _row(finding: Finding) -> str:
    why = f"; {finding.why}" if finding.why else ""
    shown = finding.look.names[:_SHOWN]
    more = finding.look.total - len(shown)
    look = ", ".join(map(_code, shown)) + (f" and {more:,} more" if more else "")
    cells = (_WORDS[finding.status], _code(finding.what), f"{finding.number}{why}", finding.wanted, look)
    return f"| {' | '.join(cells)} |"


def _code(text: str) -> str:
    escaped = _SIGN.sub(lambda sign: f"&#{ord(sign[0])};", _BLANKS.sub(" ", isolated(text)))
    return f"<code>{escaped}</code>"


def _address(link: str) -> str:
    """A link's address without what would end it."""
    return re.sub(r"[\s()<>\\]", lambda sign: f"%{ord(sign[0]):02X}", link)
