"""Every error EvalLens raises on purpose: what happened, on what, and what to do.

::

    EvalLensError
    ├── InputError (ValueError)        what was given cannot be used
    │   ├── UnknownNameError           no class, split or evaluation of that name
    │   └── DataError                  a file, a report or a record contradicts itself
    ├── MissingExtraError (ImportError)  an optional dependency is not installed
    ├── BuildError                     a part of the package is missing from this installation
    ├── EngineError                    a table engine failed while it answered
    ├── SupersededError                an answer was given up, as something else is wanted by now
    └── ServiceError                   the evaluation service did not answer as hoped
        ├── AuthenticationError        the key is missing or wrong
        ├── AccessError                the key may not read this
        ├── PlanError                  the workspace's plan does not include evaluations
        ├── EvaluationNotFoundError    no such evaluation in this workspace
        ├── ReportNotStoredError       no report stored at that threshold
        ├── NotFinishedError           the evaluation is still running, or failed
        ├── RateLimitError             too many requests, and waiting did not help
        ├── UnreachableError           no connection, or no answer in time
        ├── ServiceDownError           the service answered 5xx
        └── ResponseError              the answer is not what the contract says
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_SHOWN_NAMES = 8


class EvalLensError(Exception):
    """Base of every error raised on purpose by EvalLens."""


class InputError(EvalLensError, ValueError):
    """A value, an argument or a file that cannot be used as given."""


class UnknownNameError(InputError):
    """A class, split or evaluation that is not there; the message names the closest."""


class DataError(InputError):
    """Data that contradicts itself, so that no number made from it could be trusted."""


class MissingExtraError(EvalLensError, ImportError):
    """An optional dependency is not installed; the message names the extra to install."""


class BuildError(EvalLensError):
    """A part of the package that should have been built is missing."""


class EngineError(EvalLensError):
    """A table engine failed while it answered; what was answered before still stands."""


class SupersededError(EvalLensError):
    """An answer was given up: something else is wanted by now, or nobody waits for it."""


class ServiceError(EvalLensError):
    """The evaluation service did not answer as hoped."""

    def __init__(self, message: str, *, status: int | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        """HTTP status of the answer, if there was one."""
        self.code = code
        """The service's own error code, such as ``report_not_found``."""


class AuthenticationError(ServiceError):
    """The API key is missing or wrong."""


class AccessError(ServiceError):
    """The API key may not read this workspace or this feature."""


class PlanError(ServiceError):
    """The workspace's plan or quota does not include this request."""


class EvaluationNotFoundError(ServiceError):
    """No evaluation of that id in this workspace."""


class ReportNotStoredError(ServiceError):
    """The service holds no report at the threshold asked for."""


class NotFinishedError(ServiceError):
    """The evaluation is not finished, so it has no reports yet."""


class RateLimitError(ServiceError):
    """The service keeps answering that there are too many requests."""


class UnreachableError(ServiceError):
    """No connection to the service, or no answer within the timeout."""


class ServiceDownError(ServiceError):
    """The service answered with a 5xx status, also after retries."""


class ResponseError(ServiceError):
    """The service's answer is not JSON, is cut off, or does not follow the contract."""


def unknown_name(kind: str, name: object, known: Iterable[str]) -> UnknownNameError:
    """Make the error for a ``kind`` (such as "class") called ``name`` that is not in ``known``."""
    names = list(known)
    close = get_close_matches(str(name), names, n=1, cutoff=0.5)
    if close:
        hint = f"Did you mean {close[0]!r}?"
    elif names:
        listed = ", ".join(repr(n) for n in names[:_SHOWN_NAMES])
        more = f" and {len(names) - _SHOWN_NAMES} more" if len(names) > _SHOWN_NAMES else ""
        hint = f"There is {listed}{more}."
    else:
        hint = "There is none."
    return UnknownNameError(f"No {kind} named {name!r}. {hint}")


def missing_extra(what: str, package: str, extra: str | None = None) -> MissingExtraError:
    """Make the error for ``what`` that needs ``package``, alone or as part of ``evallens[extra]``."""
    wanted = package if extra is None else f'"evallens[{extra}]"'
    return MissingExtraError(f"{what} needs {package}, which is not installed. Install it with: pip install {wanted}")
