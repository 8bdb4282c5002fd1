"""Rule files in, a rule set with a hash (and every complaint) out."""

from patroli.config.lexicon import SPELLINGS
from patroli.rules.model import Rule, Status
from patroli.rules.read import read_rules
from patroli.rules.ruleset import RuleSet, contexts_of

__all__ = ["SPELLINGS", "Rule", "RuleSet", "Status", "contexts_of", "read_rules"]
