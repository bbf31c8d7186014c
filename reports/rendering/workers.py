"""Rendering in spawned processes, each with limits on time and memory."""

import gc
import resource
import signal
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from types import FrameType

from reports.errors import RenderError, ReportError
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

    Units: `timeout_s` seconds of wall clock, `memory_mb` mebibytes of data.
    """

    templates: tuple[Path, ...]
    timeout_s: float
    memory_mb: int


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
    reviews: Sequence[Review],
    *,
    templates: Sequence[Path],
    workers: int = 2,
    timeout_s: float = 120,
    memory_mb: int = 2048,
) -> Iterator[Rendered]:
    """Render reviews side by side; yield for each, in order, its files or its error."""
    limits = _Limits(tuple(templates), timeout_s, memory_mb)
    pool = _Pool(limits, deque(enumerate(reviews)))
    try:
        for _ in range(min(workers, len(reviews))):
            pool.start()
        for index in range(len(reviews)):
            yield pool.result(index)
    finally:
        pool.stop()


@dataclass(slots=True)
class _Worker:
    """A child with its pipe, the review it is at, and when its time is up."""

    process: SpawnProcess
    pipe: Connection
    deadline: float
    index: int = _IDLE


@dataclass(slots=True)
class _Pool:
    """Children that take one review after the other."""

    limits: _Limits
    waiting: deque[tuple[int, Review]]
    workers: list[_Worker] = field(default_factory=list)
    results: dict[int, Rendered] = field(default_factory=dict)

    def start(self) -> None:
        """Start one more child; it says when it is ready."""
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, self.limits), daemon=True)
        process.start()
        theirs.close()
        self.workers.append(_Worker(process, ours, time.monotonic() + _START_S))

    def feed(self, worker: _Worker) -> None:
        """Hand the next review to an idle child, or let it go."""
        if not self.waiting:
            self.drop(worker)
            return
        worker.index, review = self.waiting.popleft()
        worker.deadline = time.monotonic() + self.limits.timeout_s + _GRACE_S
        worker.pipe.send(review)

    def result(self, index: int) -> Rendered:
        """Wait for one result."""
        while index not in self.results:
            nearest = min(worker.deadline for worker in self.workers)
            pipes = [worker.pipe for worker in self.workers]
            ready = connection.wait(pipes, max(nearest - time.monotonic(), 0.0))
            for worker in tuple(self.workers):
                if worker.pipe in ready:
                    self.collect(worker)
                elif time.monotonic() >= worker.deadline:
                    self.replace(worker, _out_of_time(self.limits.timeout_s, ""))
        return self.results.pop(index)

    def collect(self, worker: _Worker) -> None:
        """Take what a child sent; a child that died is replaced."""
        try:
            message = worker.pipe.recv()
        except (EOFError, OSError):
            worker.process.join()
            code = f"exit code {worker.process.exitcode}"
            self.replace(worker, RenderError("the rendering process died", got=code))
        else:
            if message is not _READY:
                self.results[worker.index] = message
            self.feed(worker)

    def replace(self, worker: _Worker, error: RenderError) -> None:
        """Record an error, also of a child that never was ready; go on with a fresh child."""
        index = self.waiting.popleft()[0] if worker.index == _IDLE else worker.index
        self.results[index] = error
        self.drop(worker)
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
    # A backfill renders many documents of the same make: collecting rarely saves a sixth.
    gc.freeze()
    gc.set_threshold(200_000, 50, 100)
    size = limits.memory_mb * 2**20
    # Not the address space: Pango and threads reserve far more of it than they use.
    resource.setrlimit(resource.RLIMIT_DATA, (size, size))
    signal.signal(signal.SIGALRM, _ring)
    faces = Faces()
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
        pipe.send(_within_limits(review, limits, faces))


def _within_limits(review: Review, limits: _Limits, faces: Faces) -> Rendered:
    try:
        signal.setitimer(signal.ITIMER_REAL, limits.timeout_s)
        try:
            return dict(render_review(review, templates=limits.templates, faces=faces))
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    except _TimeUp as error:
        return _out_of_time(limits.timeout_s, template_place(error))
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
