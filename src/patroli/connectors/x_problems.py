"""A refusal of X in, what it means out: its problem types are told apart.

Source: docs.x.com, "Response codes and errors" and "Rate limits".
"""

from __future__ import annotations

from datetime import UTC, datetime

from patroli.connectors.answers import refusal
from patroli.connectors.fields import Fields, objects_at
from patroli.connectors.json_values import text_at
from patroli.model import Answer, Outcome, Profile, Reading, Standing

GONE, HIDDEN = "resource-not-found", "not-authorized-for-resource"


def problem_of(error: Fields) -> str:
    """The last part of a problem's type: `resource-not-found`; `about:blank` is none."""
    return text_at(error, "type").rpartition("/problems/")[2].strip("/").lower()


def refused(answer: Answer, text: str, data: object) -> Reading | None:
    """What X says with a status other than success; None where it is a success."""
    reading = refusal(answer, text)
    if reading is None or not isinstance(data, dict):
        return reading
    said = ": ".join(filter(None, (text_at(data, "title"), text_at(data, "detail"))))
    said = f"X says {said[:200]!r}" if said else f"status {answer.status}"
    kind = problem_of(data)
    if kind in {"usage-capped", "credits"} or answer.status == 402:
        return _free(Outcome.SKIPPED, f"the usage cap or the credits at X are used up: {said}")
    if answer.status == 429:
        return _free(Outcome.RATE_LIMITED, f"too many requests{_until(answer)}: {said}")
    if answer.status == 401:
        return _free(Outcome.FAILED, f"the key in PATROLI_X_TOKEN is wrong or expired: {said}")
    if answer.status == 403:
        return _free(Outcome.BLOCKED, f"the key may not read this: {said}")
    errors = [text_at(error, "message") or text_at(error, "detail") for error in _errors(data)]
    said = "; ".join(filter(None, (said, *errors[:3])))
    return _free(reading.outcome, f"status {answer.status}: {said}"[:500])


def _errors(data: object) -> tuple[Fields, ...]:
    return objects_at(data, "errors")


def _free(outcome: Outcome, detail: str) -> Reading:
    return Reading(outcome, detail, spent=0)


def _until(answer: Answer) -> str:
    """`x-rate-limit-reset` is in seconds since 1970; there is no Retry-After."""
    reset = answer.header("x-rate-limit-reset")
    if not (reset.isascii() and reset.isdigit() and len(reset) < 12):
        return ""
    return f" until {datetime.fromtimestamp(int(reset), UTC).isoformat()}"


def account_trouble(data: object, user_id: str, handle: str) -> Reading | None:
    """Why an account cannot be read, where X says so in a successful answer without data."""
    for error in _errors(data):
        if text_at(error, "resource_type") != "user":
            continue
        said, kind = text_at(error, "detail"), problem_of(error)
        if "suspended" in said.lower():
            return _of_account(Outcome.GONE, Standing.SUSPENDED, "is suspended", user_id, handle)
        if kind == HIDDEN or "not authorized" in said.lower():
            return _of_account(
                Outcome.LOGIN_WALL, Standing.PRIVATE, "is protected", user_id, handle
            )
        if kind == GONE:
            return _of_account(Outcome.GONE, Standing.GONE, "is not there", user_id, handle)
        return _free(Outcome.FAILED, f"X says of the account: {said}"[:300])
    return None


def _of_account(
    outcome: Outcome, standing: Standing, what: str, user_id: str, handle: str
) -> Reading:
    profile = Profile(user_id, handle, "", standing)
    return Reading(outcome, f"the account @{handle} {what}", profiles=(profile,), spent=0)
