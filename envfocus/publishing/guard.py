"""The first failure ends a run: after it, nothing more is asked of ledger or feed."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from envfocus.exceptions import ConfigurationError, EnvfocusError, LockedError
from envfocus.runs.outcome import Outcome

Method = TypeVar("Method", bound=Callable[..., Any])


class Guard:
    """Whether ledger and feed can be used. `on_failure`: told of the first failure."""

    def __init__(
        self, on_failure: Callable[[Outcome, Exception], None], *, failed: bool = False
    ) -> None:
        self.on_failure = on_failure
        self.failed = failed

    def fail(self, error: Exception) -> None:
        """Note a failure; the first is told."""
        if self.failed:
            return
        self.failed = True
        self.on_failure(outcome_of(error), error)


def guarded(empty: Callable[[], Any]) -> Callable[[Method], Method]:
    """A method that raises nothing: where it fails, or anything failed before it, it
    returns `empty()`. Its object has a `guard`.
    """

    def decorate(method: Method) -> Method:
        @wraps(method)
        def call(self: Any, *args: Any, **kwargs: Any) -> Any:
            if self.guard.failed:
                return empty()
            try:
                return method(self, *args, **kwargs)
            except Exception as error:  # noqa: BLE001 it must not end in code 0
                self.guard.fail(error)
                return empty()

        return cast("Method", call)

    return decorate


def nothing() -> None:
    """For guarded methods that return nothing."""


def outcome_of(error: Exception) -> Outcome:
    """What a failure means for the run."""
    if isinstance(error, LockedError):
        return Outcome.LOCKED
    if isinstance(error, ConfigurationError):
        return Outcome.CONFIGURATION
    if isinstance(error, EnvfocusError):
        return Outcome.DISK
    return Outcome.INTERNAL
