"""patroli.yaml: who watches, how politely, for how long things are kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, field_validator, model_validator

from patroli.config.located import Model
from patroli.config.nearest import nearest
from patroli.config.values import Id, Text, Zone, as_address, refuse
from patroli.sayings import of_files as say
from patroli.told import as_it_is

_MAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")
_HOST = re.compile(r"(\*\.)?[a-z0-9_]([a-z0-9_.-]*[a-z0-9])?")
_PLACE = re.compile(r"(?P<host>\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(:(?P<port>\d{1,5}))?")


def _as_contact(value: str) -> str:
    if not _MAIL.fullmatch(value) and not value.startswith(("http://", "https://")):
        refuse(as_it_is(repr(value)), say.A_CONTACT())
    return value if _MAIL.fullmatch(value) else as_address(value)


def _as_host(value: str) -> str:
    if not _HOST.fullmatch(value):
        refuse(as_it_is(repr(value)), say.A_HOST())
    return value


def _as_place(value: str) -> str:
    parts = _PLACE.fullmatch(value)
    if not parts or not 0 < int(parts["port"] or 1) < 65536:
        refuse(as_it_is(repr(value)), say.A_PLACE())
    return value


def _as_connection(value: str) -> str:
    parts = _PLACE.fullmatch(value)
    if not parts or not parts["port"]:
        refuse(as_it_is(repr(value)), say.A_PORT())
    return _as_place(value)


def _as_database(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.hostname:
        refuse(as_it_is(repr(value)), say.A_DATABASE())
    if parts.password is not None:
        refuse(say.DATABASE_PASSWORD(), say.NO_DATABASE_PASSWORD())
    return value


Database = Annotated[Text, AfterValidator(_as_database)]
Host = Annotated[Text, AfterValidator(_as_host)]
Place = Annotated[Text, AfterValidator(_as_place)]
Connection = Annotated[Text, AfterValidator(_as_connection)]
Contact = Annotated[Text, AfterValidator(_as_contact)]
Seconds = Annotated[float, Field(gt=0, le=86_400)]
Pace = Annotated[float, Field(ge=0, le=86_400)]
Days = Annotated[int, Field(ge=1, le=36_500)]
Units = Annotated[int, Field(ge=0, le=1_000_000_000)]
Money = Annotated[Decimal, Field(gt=0, le=1_000_000_000)]


class Timeouts(Model):
    """How many seconds one request may take: to connect, between two bytes, in all."""

    connect: Seconds = 10
    read: Seconds = 20
    total: Seconds = 60


class HostSettings(Model):
    """What differs for one host, or for all hosts under `*.suffix`."""

    pace: Pace | None = None
    """Seconds between two requests; None for the pace of all."""
    allow_private: bool = False
    """Whether the host may answer from a private or loopback address."""
    connect_to: Connection | None = None
    """Connect there instead of resolving the name, the way /etc/hosts would."""
    per_day: Units | None = None
    """Requests a day; None for `requests_per_day`."""


class BudgetSettings(Model):
    """How much of something that a platform counts or bills may be spent; None for no limit."""

    per_day: Units | None = None
    per_month: Units | None = None
    price: Money | None = None
    """Of one unit, in the currency of `money_per_month`."""
    money_per_month: Money | None = None
    zone: Zone | None = None
    """The zone whose midnight ends a day and a month; None for the platform's own."""
    unique: Units | None = None
    """How many different things may be asked for in `unique_days`, each as often as wanted."""
    unique_days: Days = 7

    @model_validator(mode="after")
    def _has_both_or_none(self) -> BudgetSettings:
        if (self.price is None) != (self.money_per_month is None):
            refuse(say.PRICE_ALONE(), say.PRICE_AND_SUM())
        return self


KNOWN_BUDGETS: Mapping[str, BudgetSettings | None] = {
    "youtube": BudgetSettings(per_day=10_000, zone="America/Los_Angeles"),
    "youtube-search": BudgetSettings(per_day=100, zone="America/Los_Angeles"),
    "x": None,
    "meta": BudgetSettings(per_day=4_800),
    "instagram-hashtag": BudgetSettings(unique=30, unique_days=7),
    "threads": BudgetSettings(per_day=1_000),
    "threads-search": BudgetSettings(per_day=2_200),
}
"""What platforms give for nothing, where a team configures no less; `meta` is 200 calls an hour.

None: it costs money, which is never assumed, so nothing is spent until a team says how much.
"""


def _as_budget(value: str) -> str:
    if value not in KNOWN_BUDGETS:
        expected = say.A_BUDGET(known=tuple(KNOWN_BUDGETS))
        refuse(as_it_is(repr(value)), expected, nearest(value, KNOWN_BUDGETS))
    return value


BudgetId = Annotated[Id, AfterValidator(_as_budget)]


class Often(Model):
    """How often an account is asked, in hours: what it posts decides, between these two."""

    at_most_every: Annotated[float, Field(gt=0, le=744)] = 6
    at_least_every: Annotated[float, Field(gt=0, le=744)] = 168

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.at_most_every > self.at_least_every:
            most, least = f"{self.at_most_every:g}", f"{self.at_least_every:g}"
            refuse(say.OFTEN_SWAPPED(most=most, least=least), say.OFTEN_IN_ORDER())
        return self


STAGES: dict[str, Any] = {
    "kampanye": {"at_most_every": 3, "at_least_every": 24},
    "masa-tenang": {"at_most_every": 1, "at_least_every": 6},
    "pemungutan": {"at_most_every": 1, "at_least_every": 6},
}
"""What holds on the days of these stages where a team says nothing else."""


class Asking(Often):
    """How often on ordinary days, and during the stages of a contest by their names."""

    during: dict[Text, Often] = Field(default_factory=dict, validate_default=True)

    @field_validator("during", mode="before")
    @classmethod
    def _with_usual_stages(cls, given: object) -> object:
        return {**STAGES, **given} if isinstance(given, dict) else given


class Retention(Model):
    """How many days things are kept."""

    unflagged_days: Days = 180
    """Posts that no rule ever matched."""
    matched_days: Days = 1825
    """Posts with a match, and what was decided about them."""
    capture_days: Days = 365
    """Raw answers that hold no matched post."""


class CaptureSettings(Model):
    """What is kept of flagged posts besides their text; nothing unless a team says so."""

    images: bool = False
    """Images that a flagged post shows, asked for politely."""
    screenshots: bool = False
    """How the landed page looks, drawn by Chromium from the landed bytes."""
    per_post: Annotated[int, Field(ge=1, le=50)] = 4
    """Images of one post, at most."""
    per_run: Annotated[int, Field(ge=1, le=10_000)] = 200
    max_bytes: Annotated[int, Field(ge=1_000, le=100_000_000)] = 5_000_000
    """Of one image."""
    seconds: Annotated[float, Field(ge=1, le=600)] = 30
    """What drawing one page may take."""


class Settings(Model):
    """All of patroli.yaml."""

    team: Text
    zone: Zone
    """The zone of the team's working day."""
    contact: Contact
    """Stands in the User-Agent, so that a site's owner can object."""
    pace: Annotated[float, Field(ge=0.01, le=86_400)] = 5.0
    """Seconds between two requests to one host."""
    hosts: dict[Host, HostSettings] = Field(default_factory=dict)
    allow_private: tuple[Place, ...] = ()
    requests_per_day: Units = 5_000
    """To one host, in the team's zone; robots.txt, repeats and rechecks count."""
    budgets: dict[BudgetId, BudgetSettings] = Field(default_factory=dict)
    """By a name of `KNOWN_BUDGETS`."""
    timeouts: Timeouts = Timeouts()
    max_body_bytes: Annotated[int, Field(ge=1_000, le=1_000_000_000)] = 20_000_000
    """Of one answer, decompressed."""
    max_redirects: Annotated[int, Field(ge=0, le=20)] = 5
    retries: Annotated[int, Field(ge=0, le=10)] = 2
    longest_wait: Pace = 60.0
    """The longest Retry-After, in seconds, that is honoured inside a round."""
    asking: Asking = Asking()
    state: Database | None = None
    """Where several collectors keep their round state together; None for a file beside the data."""
    recheck_days: Annotated[int, Field(ge=0, le=365)] = 7
    """For so many days a post is asked again whether it is still there."""
    recheck_posts: Annotated[int, Field(ge=0, le=1_000)] = 20
    """At most so many posts of a slot are asked again in one round."""
    reviewers: Annotated[int, Field(ge=1, le=1_000)] = 2
    items_per_reviewer: Annotated[int, Field(ge=1, le=10_000)] = 300
    near_duplicate: Annotated[float, Field(ge=0, le=1)] = 0.9
    """From this likeness on two texts are one item."""
    backtest_days: Annotated[int, Field(ge=1, le=3_650)] = 30
    """So many of the last days a backtest must cover before its rules may be put in force."""
    retention: Retention = Retention()
    capture: CaptureSettings = CaptureSettings()
    batch_slots: Annotated[int, Field(ge=1, le=10_000)] = 40
    parallel_hosts: Annotated[int, Field(ge=1, le=4_096)] = 256
    """So many hosts are asked side by side; each waits for its own pace most of the time."""


UNREAD = Settings(team="(patroli.yaml cannot be read)", zone="UTC", contact="a@b.example")
"""Stands in while the other files are checked; nothing runs on it."""
