"""Tell chat channels of a published review, each once."""

from dataclasses import dataclass
from datetime import timedelta

from reports.delivery.chat import post
from reports.rendering import review_from_json
from reports.rendering.announcement import announcement
from reports.stages.carrying import Clock
from reports.stages.letters import archived_file
from reports.store import Store
from reports.values.chat import ChatChannel
from reports.values.ledger import PublishedReview
from reports.values.mail import DeliveryKey, DeliveryState, Receipt
from reports.values.workspace import Workspace

_EDITION, _CHANNEL = "headline", "chat"
_ABANDONED = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Crier:
    """Posts headline and link to the channels of one workspace."""

    workspace: Workspace
    store: Store
    clock: Clock

    def knows(self, name: str) -> bool:
        """Tell whether a channel has this name."""
        return any(one.name.casefold() == name.casefold() for one in self.workspace.chat)

    def announce(self, review: PublishedReview, resend: str = "") -> tuple[Receipt, ...]:
        """Post to every channel that was not posted to, or again to the one named."""
        chosen = [
            one
            for one in self.workspace.chat
            if one.gets(review.key.product) and resend.casefold() in ("", one.name.casefold())
        ]
        if not chosen:
            return ()
        title, line = announcement(review_from_json(self._twin(review)))
        body = "\n".join(part for part in (line, self._link(review)) if part)
        keys = {self._key(review, one): one for one in chosen}
        self.store.deliveries.abandon(before=self.clock() - _ABANDONED)
        self.store.deliveries.plan(list(keys), message_ids=[""] * len(keys))
        states: tuple[DeliveryState, ...] = ("pending",)
        if resend:
            states = ("pending", "refused", "unknown", "accepted")
        for key, channel in keys.items():
            if self.store.deliveries.begin(key, now=self.clock(), states=states):
                self.store.deliveries.end(key, post(channel.url, title, body))
        return tuple(one for one in self.store.deliveries.receipts() if one.key in keys)

    def _twin(self, review: PublishedReview) -> bytes:
        return archived_file(self.workspace, review, "review.json")

    def _link(self, review: PublishedReview) -> str:
        """Return the address of the archived page, where review.toml says where that is."""
        mail = self.workspace.mail
        if mail is None or not mail.archive_url:
            return ""
        page = next((one.path for one in review.files if one.name == "review.html"), "")
        return f"{mail.archive_url}/{page}" if page else ""

    def _key(self, review: PublishedReview, channel: ChatChannel) -> DeliveryKey:
        return DeliveryKey(review.key, _EDITION, channel.name.casefold(), _CHANNEL)
