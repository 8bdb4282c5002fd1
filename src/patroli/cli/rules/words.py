"""What `patroli rules …` says of several matters, in English and Indonesian."""

from __future__ import annotations

from patroli.told import Saying

RULES = Saying("{count:,} rules", "{count:,} aturan", one="1 rule")
POSTS = Saying("{count:,} posts", "{count:,} unggahan", one="1 post")
ANSWERED = Saying("in answer to: ", "menjawab: ")
IN_FORCE_ALREADY = Saying(
    "the rules in {folder}/ are in force already, since {day}: {because}",
    "aturan dalam {folder}/ sudah berlaku sejak {day}: {because}",
)
NOT_IN_FORCE = Saying("not put in force: {why}", "tidak diberlakukan: {why}")
