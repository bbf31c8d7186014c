"""Carry letters to the server: each taken in the ledger before, and entered after."""

import ssl
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from reports.delivery.message import addressed
from reports.delivery.smtp import SERVER_ERRORS, Server, is_alive, open_server, send, unreachable
from reports.errors import DeliveryError
from reports.stages.letters import Letter
from reports.store.deliveries import Deliveries
from reports.values.mail import Answer, DeliveryState, MailSettings

Clock = Callable[[], datetime]

# After so many lost connections in a row the server is in trouble, and the rest waits.
_LOSSES = 2


@dataclass(frozen=True, slots=True)
class Carrier:
    """Carries letters; `context` verifies certificates, `states` are those it may take from."""

    mail: MailSettings
    deliveries: Deliveries
    clock: Clock
    states: Sequence[DeliveryState] = ("pending",)
    context: ssl.SSLContext | None = None

    def carry(self, due: Sequence[Letter], bodies: Mapping[str, bytes]) -> None:
        """Send letters over one connection, over a new one after it was lost.

        Shape: `bodies` are archived messages by the name of their file.
        """
        left, losses = deque(due), 0
        trouble: Answer | None = None
        while left and trouble is None:
            try:
                with open_server(self.mail, self.context) as server:
                    answers = self._over(server, left, bodies)
            except SERVER_ERRORS as error:
                trouble = unreachable(error)
                continue
            if not answers or not answers[-1].connection_lost:
                losses = 0
                continue
            losses = 1 if len(answers) > 1 else losses + 1
            trouble = answers[-1] if losses >= _LOSSES else None
        if trouble is not None:
            self.keep(left, trouble.said)

    def keep(self, left: Sequence[Letter], why: str) -> None:
        """Let letters wait that could not be handed over."""
        for letter in left:
            number = self._begin(letter)
            if number:
                self._end(letter, Answer("pending", why), number)

    def _over(
        self, server: Server, left: deque[Letter], bodies: Mapping[str, bytes]
    ) -> list[Answer]:
        """Send over one connection as long as it lasts, at least one letter."""
        answers: list[Answer] = []
        while left and (not answers or is_alive(server)):
            letter = left.popleft()
            number = self._begin(letter)
            if not number:
                continue
            answer = self._send(server, letter, bodies[letter.archived])
            self._end(letter, answer, number)
            answers.append(answer)
            if answer.connection_lost:
                break
        return answers

    def _send(self, server: Server, letter: Letter, body: bytes) -> Answer:
        try:
            message = addressed(body, letter.envelope, self.mail, self.clock())
        except DeliveryError as error:
            return Answer("refused", f"{error.where}: {error.what}")
        return send(server, self.mail, letter.envelope.recipient, message)

    def _begin(self, letter: Letter) -> int:
        return self.deliveries.begin(letter.key, now=self.clock(), states=self.states)

    def _end(self, letter: Letter, answer: Answer, number: int) -> None:
        """Enter an answer; what waits does so longer after every try."""
        steps = self.mail.retry_minutes
        pause = timedelta(minutes=steps[min(number, len(steps)) - 1])
        waits = answer.state == "pending"
        self.deliveries.end(letter.key, answer, next_try=self.clock() + pause if waits else None)
