"""The rule language: what one file of config/rules/ may say.

A rule names no contestant. It speaks in slots, and every slot is filled with what each contestant
of each contest is configured with:

=============  ===================================================================================
`{name}`       full names, pairs of first names (`Bagas-Ratna`), honorific + first name (`Bu Ratna`)
`{fullname}`   full names and pairs of first names only: hardly anybody else is called so
`{firstname}`  a first or a last name alone: weaker, because namesakes are many
`{short}`      short names (`BaRa`); written like a common word it lowers the match by one step
`{number}`     the ballot number in context: `nomor 2`, `no.02`, `paslon dua`, `2 jari`, a keycap …
`{party}` `{tag}` `{sign}` `{colour}` `{slogan}` `{team}` `{account}`   as configured
`{digit}`      the bare number, `2` `02` `dua`: only inside a phrase, `pilih~ {digit}`
`{any}`        `{name} {short} {number} {party} {tag} {slogan} {team} {account}` together
`{other}`      the same as `{any}`, of any OTHER contestant of the contest
`{office}`     what is contested (`bupati`), the same for all contestants: a signal, not a target
=============  ===================================================================================

A word in a group is one of

* `harga mati`: a word or phrase, matched as whole words however it is spelled (case, leet,
  elongation, accents, look-alikes, zero-width); an emoji is a word too;
* `dukung~`: the root with Indonesian affixes, also inside a phrase (`siap menang~`);
* `@dukung-daerah`: every word of that lexicon list, which may use `~` and `{office}` too;
* `{name}`, `coblos {number}`, `{office}ku`: slots, alone or in a phrase; at most one slot in it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from patroli.config.located import Model
from patroli.config.values import Distance, as_day, as_text, demand, refuse
from patroli.model import Form, Role, Tier
from patroli.sayings import of_rules as say


def _as_word(value: object) -> object:
    """`{any}` without quotes is a key to YAML: the commonest slip of all, so it is named."""
    if isinstance(value, dict) and len(value) == 1 and list(value.values()) == [None]:
        slot = "{" + str(next(iter(value))) + "}"
        refuse(say.UNQUOTED(slot=slot), say.IN_QUOTES(slot=slot))
    return value


def _as_written_day(value: str) -> str:
    """A day such as 2029-09-25, kept as written; empty for none."""
    return value and as_day(value).isoformat()


def _as_author(value: str) -> str:
    return value and as_text(value)


Word = Annotated[str, StringConstraints(min_length=1, max_length=80), BeforeValidator(_as_word)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Said = Annotated[str, StringConstraints(min_length=1)]


class Status(StrEnum):
    """How far a rule is trusted. Only active rules reach a queue; shadow ones are counted."""

    DRAFT = "draft"
    SHADOW = "shadow"
    ACTIVE = "active"
    RETIRED = "retired"


def _as_group(value: object) -> object:
    return {"any": value} if isinstance(value, list) else value


def _as_lowering(value: object) -> object:
    return {"context": value} if isinstance(value, str) else value


def _as_example(value: object) -> object:
    """`- Wah: menang` without quotes is a key to YAML, too."""
    if isinstance(value, dict) and len(value) == 1 and " " in (key := str(next(iter(value)))):
        text = f"{key}: {value[key]}"
        refuse(say.COLON(text=text), say.IN_QUOTES(slot=text))
    return {"text": value} if isinstance(value, str) else value


class Group(Model):
    """Words of which any is enough. Written as a plain list where only words are given."""

    any: Annotated[tuple[Word, ...], Field(min_length=1)]
    name: str = ""
    """How reasons call the group (Indonesian); else its first list or word speaks for it."""
    on: Literal["post", "tags", "parent"] = "post"
    """Where to look: the whole post, only its hashtags, or the post it answers."""


NO_LEAST = -1_000_000
"""A sum that every post reaches: asked where a rule is tried as if its words weighed enough."""


class Weighed(Model):
    """How much the words of a post must weigh together.

    `by` is the id of a lexicon file with `weights`. The weights of its words that stand in the post
    are added, each word once, and those of the kinds of target that stand there, each kind once.
    """

    by: Id
    at_least: int


class Find(Model):
    """What must stand in a post.

    `all`: every one of these groups must hit. `any`: at least `at_least` of these groups must hit.
    `within: 8 words`: between neighbouring hits stand at most that many words. `same: sentence`:
    all hits stand in one sentence. `in_order: true`: the groups of `all` hit in the order written.
    `none`: groups that must not hit in the same reach: within as many words of the hits, in the
    same sentence, or else in the whole post. Groups on the parent post know no distance.
    `weighed`: the words of the post must weigh so much, by a file of weights.
    """

    all: tuple[Annotated[Group, BeforeValidator(_as_group)], ...] = ()
    any: tuple[Annotated[Group, BeforeValidator(_as_group)], ...] = ()
    at_least: Annotated[int, Field(ge=1)] = 1
    none: tuple[Annotated[Group, BeforeValidator(_as_group)], ...] = ()
    within: Distance | None = None
    same: Literal["sentence", "post"] = "post"
    in_order: bool = False
    weighed: Weighed | None = None

    @model_validator(mode="after")
    def _finds_something(self) -> Find:
        if not self.all and not self.any:
            demand(say.A_GROUP())
        if self.any and self.at_least > len(self.any):
            demand(say.FEWER_THAN_GROUPS())
        return self


class Where(Model):
    """Of which accounts the rule speaks; an empty list asks nothing."""

    role: tuple[Role, ...] = ()
    """Roles of the post's own account."""
    parent: tuple[Role, ...] = ()
    """The post must answer or share a post of an account with one of these roles."""


class Lowering(Model):
    """One context that lowers a match. Written as its name alone where the defaults fit.

    `context` is `all-contestants` (the post names every contestant of the contest, or another one
    right beside: `A dan B`, `A vs B`), `namesake` (the name goes on as nobody's who stands for
    election: `Pak Yulius Wanma`), or the id of a lexicon list, which says itself how far it
    reaches. Four lists mean more than their words: `negation`
    (stands up to four words before a signal, two before a target, in the same clause; words of the
    list `contrast` and punctuation end its reach; so does a second word that takes it back),
    `question` (also a sentence that ends in `?` and is not answered by the next), `news` (also a
    post shaped like news; not where the writer speaks of himself, there or where he names somebody)
    and `kutipan` (also where the names stand in quotes and words beside them say whose).
    """

    context: Id
    to: Literal["low", "medium"] | None = None
    """The tier the match is lowered to."""
    steps: Annotated[int, Field(ge=1, le=2)] | None = None
    """Or by how many tiers; without both the match becomes low (a question: one step)."""
    within: Distance | None = None
    """Only where the context stands at most so many words from a hit."""
    same: Literal["sentence", "post"] = "post"
    because: str = ""
    """The Indonesian sentence shown to reviewers; else one made from the list's title."""


class Example(Model):
    """A text with slots. It is run for every contestant of every contest.

    Besides the rule's slots it may use `{digit}` (the bare number), `{word}` (the number as a
    word), `{all}` (every contestant with number and name), `{other}` (the next one's name).
    """

    text: Said
    parent: str = ""
    parent_role: Role | None = None
    role: Role | None = None


ExampleText = Annotated[Example, BeforeValidator(_as_example)]


class Examples(Model):
    """`flag`: the rule must match at medium or above (a low rule: at all); `pass`: it must not."""

    flag: tuple[ExampleText, ...] = ()
    pass_: Annotated[tuple[ExampleText, ...], Field(alias="pass")] = ()


class Rule(Model):
    """One file of config/rules/."""

    id: Id
    """Never changes: it is the rule's name in history."""
    title: Said
    """Indonesian, as reviewers read it."""
    status: Status
    form: Form
    basis: Annotated[tuple[Id, ...], Field(min_length=1)]
    """Ids of law.yaml; those in force on the post's day are printed with a match."""
    tier: Tier
    author: Annotated[str, AfterValidator(_as_author)] = ""
    date: Annotated[
        str, AfterValidator(_as_written_day), Field(json_schema_extra={"format": "date"})
    ] = ""
    """When it was written, year-month-day; empty if nobody said."""
    find: Find
    where: Where = Where()
    stages: tuple[Id, ...] = ()
    """Stages of the contest in which the rule holds; empty: always."""
    regions: tuple[str, ...] = ()
    """Region prefixes in which the rule holds; empty: everywhere."""
    lowered_by: tuple[Annotated[Lowering, BeforeValidator(_as_lowering)], ...] = ()
    false_alarms: str = ""
    """Known false alarms, for those who write and those who review."""
    examples: Examples = Examples()

    def canonical(self) -> dict[str, Any]:
        """The rule as plain JSON values, from which it can be read again."""
        return self.model_dump(mode="json", by_alias=True)
