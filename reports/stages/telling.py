"""Tell the owner of a product what went wrong: one short mail for each cause."""

import hashlib
import ssl
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from reports.delivery.message import notice_bytes
from reports.delivery.smtp import SERVER_ERRORS, Server, open_server, send, unreachable
from reports.errors import DeliveryError
from reports.stages.carrying import Clock
from reports.stages.letters import refuse_strangers, required_mail
from reports.store import Store
from reports.values.job import Outcome
from reports.values.ledger import ReviewKey
from reports.values.mail import Answer, Receipt
from reports.values.notice import Notice
from reports.values.workspace import Workspace

# A mail names so many recipients; the command it gives lists all.
_NAMED = 10
# A notice that is being sent for longer died on the way.
_ABANDONED = timedelta(minutes=30)
_TITLES = {
    "failed": "the review failed",
    "refused": "the review is not published",
    "held": "the review is held",
    "draft": "a draft waits for approval",
}


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells owners; where no mail or no owner's address is configured nobody is told."""

    workspace: Workspace
    store: Store
    clock: Clock
    context: ssl.SSLContext | None = None

    def tell(self, product: str, subject: str, lines: tuple[str, ...]) -> None:
        """Tell the owner of a product something, unless the same was told before."""
        cause = hashlib.sha256("\n".join((subject, *lines)).encode()).hexdigest()
        self.tell_all([Notice(product, cause, subject, lines)])

    def tell_all(self, notices: Iterable[Notice]) -> None:
        """Enter notices and send those that are new."""
        known = [one for one in notices if self._owner(one.product)]
        if known and self.workspace.mail is not None:
            for one in known:
                self.store.notices.enter(one, now=self.clock())
            self.go_on()

    def go_on(self) -> None:
        """Send every notice that waits; a server in trouble never stops what is told about."""
        mail = self.workspace.mail
        due = self.store.notices.due(now=self.clock()) if mail is not None else ()
        if not due or mail is None:
            return
        try:
            with open_server(mail, self.context) as server:
                for notice, entered_at in due:
                    self._one(server, notice, entered_at)
        except SERVER_ERRORS as error:
            for notice, entered_at in due:
                if self._begin(notice):
                    self._enter(notice, unreachable(error), entered_at)

    def _one(self, server: Server, notice: Notice, entered_at: datetime) -> None:
        if self._begin(notice):
            self._enter(notice, self._send(server, notice), entered_at)

    def _begin(self, notice: Notice) -> bool:
        now = self.clock()
        return bool(self.store.notices.begin(notice, now=now, until=now + _ABANDONED))

    def _send(self, server: Server, notice: Notice) -> Answer:
        mail, owner = required_mail(self.workspace), self._owner(notice.product)
        try:
            refuse_strangers([owner], mail)
            message = notice_bytes(notice, owner, mail, self.clock())
        except DeliveryError as error:
            return Answer("refused", error.what)
        return send(server, mail, owner, message)

    def _enter(self, notice: Notice, answer: Answer, entered_at: datetime) -> None:
        """Enter an answer; what waits for longer than the deadline is given up."""
        mail, now = required_mail(self.workspace), self.clock()
        if answer.state == "pending" and now - entered_at > timedelta(hours=mail.deadline_hours):
            answer = Answer("refused", f"given up: {answer.said}")
        pause = timedelta(minutes=mail.retry_minutes[-1])
        next_try = now + pause if answer.state == "pending" else None
        self.store.notices.end(notice, answer, next_try=next_try)

    def _owner(self, product: str) -> str:
        found = (one.owner_mail for one in self.workspace.products if one.name == product)
        return next(found, "")


def outcome_notices(workspace: Workspace, outcomes: Sequence[Outcome]) -> list[Notice]:
    """Return what owners must know of a run: reviews that failed, are held, or wait for them."""
    titles = {product.name: product.title for product in workspace.products}
    return [
        _of_outcome(one, titles.get(one.product, one.product))
        for one in outcomes
        if one.state in _TITLES
    ]


def _of_outcome(outcome: Outcome, title: str) -> Notice:
    product, week = outcome.product, outcome.week_label
    command = f"product-review run --week {week} --product {product}"
    if outcome.state == "draft":
        command = f"product-review approve {week} --product {product}"
    reason = outcome.error.splitlines() or [f"It lies in {outcome.folder}."]
    return Notice(
        product,
        f"{outcome.state} {week} {_digest(reason[0])}",
        f"{title} {week}: {_TITLES[outcome.state]}",
        (*reason, "", "To go on:", f"  {command}"),
    )


def refusal_notices(workspace: Workspace, receipts: Sequence[Receipt]) -> list[Notice]:
    """Return what owners must know of deliveries: those refused for good, or of unknown fate.

    A review whose list of such recipients did not grow is not told again.
    """
    titles = {product.name: product.title for product in workspace.products}
    found: dict[ReviewKey, list[Receipt]] = {}
    for one in receipts:
        if one.state in ("refused", "unknown"):
            found.setdefault(one.key.review, []).append(one)
    return [
        _of_refusals(key, lost, titles.get(key.product, key.product)) for key, lost in found.items()
    ]


def _of_refusals(key: ReviewKey, lost: Sequence[Receipt], title: str) -> Notice:
    names = [f"{one.key.recipient} {one.key.edition} {one.state}" for one in lost]
    told = [f"{one.key.recipient}: {one.state}, {one.answer}" for one in lost[:_NAMED]]
    more = [f"and {len(lost) - _NAMED} more"] if len(lost) > _NAMED else []
    again = f"product-review send --week {key.week_label} --product {key.product} --resend"
    return Notice(
        key.product,
        f"delivery {key.week_label} r{key.revision} {_digest(*names)}",
        f"{title} {key.week_label}: {len(lost)} of its messages did not arrive",
        (
            *(told + more),
            "",
            "To see all, and to send one again:",
            f"  product-review deliveries {key.week_label} --product {key.product}",
            f"  {again} {lost[0].key.recipient}",
        ),
    )


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
