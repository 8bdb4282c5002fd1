"""Rule files in, a rule set with a hash (and every complaint) out."""

from patroli.config.lexicon import SPELLINGS
from patroli.rules.model import Rule, Status
from patroli.rules.read import read_rules
from patroli.rules.ruleset import ALWAYS_USED, RuleSet

__all__ = ["ALWAYS_USED", "SPELLINGS", "Rule", "RuleSet", "Status", "read_rules"]
