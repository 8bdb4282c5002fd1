"""What is said when a rule set is compiled and its examples are run, in English and Indonesian."""

from __future__ import annotations

from patroli.told import Saying

# Spelling out a rule set.
TOO_MANY_SIGNS = Saying(
    "{count} kinds of emoji and other signs in words and contestants",
    "{count} macam emoji dan tanda lain dalam kata-kata dan peserta",
)
MOST_SIGNS = Saying(
    "at most {most} kinds, for folding tells no more apart",
    "paling banyak {most} macam; lebih dari itu tidak dapat dibedakan",
)
SPELLINGS_OF = Saying("{count:,} spellings of {word!r}", "{count:,} ejaan untuk {word!r}")
SPELLINGS = Saying("{count:,} spellings and more to come", "{count:,} ejaan, dan masih bertambah")
FOUND_IN = Saying("{found} in {origin}", "{found} dalam {origin}")
MOST_SPELLINGS = Saying(
    "at most {most:,} spellings in all", "paling banyak {most:,} ejaan seluruhnya"
)
THE_CONTESTANTS = Saying("the contestants", "para peserta")
RULE = Saying("rule {id}", "aturan {id}")
LIST = Saying("list {id}", "daftar {id}")
WEIGHTS = Saying("weights {id}", "timbangan {id}")

# Examples.
A_MATCH = Saying("a match", "ada kecocokan")
NO_MATCH = Saying("no match", "tidak ada kecocokan")
MEDIUM_OR_ABOVE = Saying("tier medium or above", "tingkat medium atau high")
NO_MEDIUM = Saying("no tier medium or above", "bukan tingkat medium atau high")
TIER = Saying("tier {tier}", "tingkat {tier}")
TIER_LOWERED = Saying("tier {tier} ({why})", "tingkat {tier} ({why})")
IN_TEXT = Saying("{result} in {text!r}", "{result} dalam {text!r}")
FOR_IN_TEXT = Saying(
    "{result} for {contestant} of {contest} in {text!r}",
    "{result} untuk {contestant} dari {contest} dalam {text!r}",
)
