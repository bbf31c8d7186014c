"""Rendering in spawned processes, each with limits on time and memory."""

import gc
import resource
import signal
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from types import FrameType

from reports.errors import RenderError, ReportError
from reports.rendering.compiled import Compiled
from reports.rendering.editions import render_review
from reports.rendering.faces import Faces
from reports.rendering.pages import template_place
from reports.rendering.pdf import check_fonts_and_pango
from reports.values.document import Review

Files = Mapping[str, bytes]
Rendered = Files | ReportError

_GRACE_S = 3.0
_START_S = 120.0
_READY = None
_IDLE = -1


@dataclass(frozen=True, slots=True)
class _Limits:
    """What one review may use.

    Units: `timeout_s` seconds of wall clock for each edition, `memory_mb` mebibytes of data.
    """

    templates: tuple[Path, ...]
    timeout_s: float
    memory_mb: int

    def time_s(self, review: Review) -> float:
        """Return the seconds that a review has for all its editions."""
        others = {(one.edition, one.language) for one in review.mails}
        return self.timeout_s * (1 + len(others - {("full", review.language)}))


class _TimeUp(BaseException):
    """Interrupt a template from the alarm's handler."""


def render_in_processes(
    reviews: Sequence[Review],
    *,
    templates: Sequence[Path],
    workers: int = 2,
    timeout_s: float = 120,
    memory_mb: int = 2048,
) -> list[Files]:
    """Render reviews side by side and return the files of each.

    Units: `timeout_s` seconds and `memory_mb` mebibytes for one review.
    Raises: RenderError, the first of any, after all have been tried.
    """
    found = tuple(
        render_each(
            reviews,
            templates=templates,
            workers=workers,
            timeout_s=timeout_s,
            memory_mb=memory_mb,
        )
    )
    for outcome in found:
        if isinstance(outcome, ReportError):
            raise outcome
    return [outcome for outcome in found if not isinstance(outcome, ReportError)]


def render_each(
    reviews: Iterable[Review],
    *,
    templates: Sequence[Path],
    workers: int = 2,
    timeout_s: float = 120,
    memory_mb: int = 2048,
) -> Iterator[Rendered]:
    """Render reviews side by side; yield for each, in order, its files or its error.

    Reviews are asked for as they are needed: one that is made on the way is made while others
    are rendered, and few wait at any time.
    """
    pool = _Pool(_Limits(tuple(templates), timeout_s, memory_mb), iter(reviews), workers)
    try:
        index = 0
        while pool.has(index):
            yield pool.result(index)
            index += 1
    finally:
        pool.stop()


@dataclass(slots=True)
class _Worker:
    """A child with its pipe, the review it is at, and when its time is up."""

    process: SpawnProcess
    pipe: Connection
    deadline: float
    time_s: float = 0.0
    index: int = _IDLE
    ready: bool = False


@dataclass(slots=True)
class _Pool:
    """Children that take one review after the other, started when there is one to take."""

    limits: _Limits
    source: Iterator[Review]
    most: int
    taken: int = 0
    exhausted: bool = False
    waiting: deque[tuple[int, Review]] = field(default_factory=deque)
    workers: list[_Worker] = field(default_factory=list)
    results: dict[int, Rendered] = field(default_factory=dict)

    def has(self, index: int) -> bool:
        """Tell whether there is a review of that number."""
        while index >= self.taken and not self.exhausted:
            self.take()
        return index < self.taken

    def take(self) -> None:
        """Ask for one more review, and see that a child is there for it.

        The first child gets ready while the first review is made.
        """
        if not self.workers:
            self.start()
        review = next(self.source, None)
        if review is None:
            self.exhausted = True
            return
        self.waiting.append((self.taken, review))
        self.taken += 1
        idle = [worker for worker in self.workers if worker.index == _IDLE]
        if len(self.waiting) > len(idle) and len(self.workers) < self.most:
            self.start()
        self.feed()

    def start(self) -> None:
        """Start one more child; it says when it is ready."""
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, self.limits), daemon=True)
        process.start()
        theirs.close()
        self.workers.append(_Worker(process, ours, time.monotonic() + _START_S))

    def feed(self) -> None:
        """Hand what waits to children that have nothing to do; let those go that never will."""
        for worker in [one for one in self.workers if one.ready and one.index == _IDLE]:
            if self.waiting:
                worker.index, review = self.waiting.popleft()
                worker.time_s = self.limits.time_s(review)
                worker.deadline = time.monotonic() + worker.time_s + _GRACE_S
                worker.pipe.send(review)
            elif self.exhausted:
                self.drop(worker)

    def result(self, index: int) -> Rendered:
        """Wait for one result, taking further reviews meanwhile."""
        while index not in self.results:
            taking = not self.exhausted and len(self.waiting) < self.most
            self.look(0.0 if taking else self.patience())
            if taking and index not in self.results:
                self.take()
        return self.results.pop(index)

    def patience(self) -> float:
        """Return the seconds until some child's time is up."""
        busy = [one.deadline for one in self.workers if not (one.ready and one.index == _IDLE)]
        return max(min(busy) - time.monotonic(), 0.0)

    def look(self, timeout_s: float) -> None:
        """Collect what children sent, and replace those whose time is up."""
        ready = connection.wait([worker.pipe for worker in self.workers], timeout_s)
        for worker in tuple(self.workers):
            idle = worker.ready and worker.index == _IDLE
            if worker.pipe in ready:
                self.collect(worker)
            elif not idle and time.monotonic() >= worker.deadline:
                self.replace(worker, _out_of_time(worker.time_s, ""))
        self.feed()

    def collect(self, worker: _Worker) -> None:
        """Take what a child sent; a child that died is replaced."""
        try:
            message = worker.pipe.recv()
        except (EOFError, OSError):
            worker.process.join()
            code = f"exit code {worker.process.exitcode}"
            self.replace(worker, RenderError("the rendering process died", got=code))
            return
        if worker.ready:
            self.results[worker.index] = message
        worker.ready, worker.index = True, _IDLE

    def replace(self, worker: _Worker, error: RenderError) -> None:
        """Record an error, also of a child that never was ready; go on with a fresh child."""
        self.drop(worker)
        if worker.index != _IDLE:
            self.results[worker.index] = error
        elif self.waiting:
            self.results[self.waiting.popleft()[0]] = error
        if self.waiting:
            self.start()

    def drop(self, worker: _Worker) -> None:
        """End a child."""
        self.workers.remove(worker)
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()

    def stop(self) -> None:
        """End all children."""
        for worker in tuple(self.workers):
            self.drop(worker)


def _work(pipe: Connection, limits: _Limits) -> None:
    """Render what comes through the pipe until it closes."""
    # Within a document nearly nothing becomes garbage: collecting after each saves a sixth.
    gc.freeze()
    gc.set_threshold(200_000, 50, 100)
    size = limits.memory_mb * 2**20
    # Not the address space: Pango and threads reserve far more of it than they use.
    resource.setrlimit(resource.RLIMIT_DATA, (size, size))
    signal.signal(signal.SIGALRM, _ring)
    faces, compiled = Faces(), Compiled()
    faces.rules("")
    # What is missing is said by the first review that needs it.
    with suppress(ReportError):
        check_fonts_and_pango()
    pipe.send(_READY)
    while True:
        try:
            review = pipe.recv()
        except (EOFError, OSError):
            return
        pipe.send(_within_limits(review, limits, faces, compiled))
        # A laid-out document refers to itself in circles; a few of them would fill the limit.
        gc.collect()


def _within_limits(review: Review, limits: _Limits, faces: Faces, compiled: Compiled) -> Rendered:
    try:
        signal.setitimer(signal.ITIMER_REAL, limits.time_s(review))
        try:
            folders = limits.templates
            return dict(render_review(review, templates=folders, faces=faces, compiled=compiled))
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    except _TimeUp as error:
        return _out_of_time(limits.time_s(review), template_place(error))
    except MemoryError as error:
        return RenderError(
            f"the rendering needed more than {limits.memory_mb} MB of memory",
            where=template_place(error),
            next_step="look for a loop or a repetition in this template",
        )
    except ReportError as error:
        return error
    except Exception as error:  # noqa: BLE001 - one review's mishap must not end the others
        return RenderError(
            "the rendering failed",
            where=template_place(error),
            got=f"{type(error).__name__}: {error}",
        )


def _ring(_signal: int, _frame: FrameType | None) -> None:
    raise _TimeUp


def _out_of_time(timeout_s: float, where: str) -> RenderError:
    return RenderError(
        f"the rendering took longer than {timeout_s:g} s and was stopped",
        where=where,
        next_step="look for a loop in this template, or raise the time limit",
    )
