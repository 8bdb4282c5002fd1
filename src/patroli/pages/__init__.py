"""A room's templates in, self-contained pages of one look out: frame, look and policy of each."""

from patroli.pages.frame import environment, policy, text_of

__all__ = ["environment", "policy", "text_of"]
