"""A proposal for `review.toml`, from what a database looks like."""

from reports.proposal.draft import Wishes, propose

__all__ = ["Wishes", "propose"]
