"""
One engine for every command: permission, repeats, the decision, its reruns, the commit.

The order in which an execution says no is fixed: permission first, then the reuse of a key, then
what the decision refuses, in the decision's own order. The first round trip reads the outcome of
the key, the document that permission is judged by, and whatever the decision asks for first. A
stored answer is given out only to somebody who may execute the command now.

A version that does not hold makes the pure decision run again on fresh reads. A floor that does
not hold does the same, so that the decision may hold or backorder; only if the new one does not
fit either is the refusal raised that the transfer named. Both are bounded. Every attempt begins
with permission and key anew, in the same round trip as its first question.

Before a refusal of the decision is raised the key is looked up once more: the same command may
have been committed meanwhile by another process, and then the answer is its answer. Refusals of
permission and of the decision go to the access log in a commit of their own.

Everything here is a generator that yields demands; nothing here reads, writes or waits.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, Final, Generic, TypeVar

from orderkit.errors import (
    AlreadyExists,
    Conflict,
    KeyReuse,
    NotPermitted,
    OutOfLimits,
    Refused,
    Unknown,
)
from orderkit.flow import NOTHING, Consultation, Decision, declared, named
from orderkit.ports import (
    Access,
    Answer,
    Cause,
    ChangeSet,
    Committed,
    Declined,
    Loaded,
    Outcome,
    Wanted,
)
from orderkit.shell.assembly import Assembled, assemble, microseconds
from orderkit.shell.attempt import Attempt, Job
from orderkit.shell.demands import Demand, Execution, Load, Write, logged
from orderkit.shell.reading import Reads

A = TypeVar("A")
_new: Final = tuple.__new__

SHORTAGES_MAX: Final = 3
"""How often limits may fail to hold before the refusal is raised that the transfer named."""


def execute(job: Job[A]) -> Execution[A]:
    """
    Carry out a command; drive it with :func:`orderkit.shell.demands.drive`.

    Raises:
        NotPermitted: The permission policy says no.
        KeyReuse: The key stands for other content.
        Refused: The business says no.
        Conflict: All attempts met somebody else's write.
    """
    return _Engine(job).run()


def preview(job: Job[A]) -> Execution[Decision[A]]:
    """Decide a command without committing anything: its answer and what it would write."""
    attempt = Attempt(job, {})
    yield from attempt.opened(())
    return (yield from attempt.decided())


class _Engine(Generic[A]):
    """The state of one execution: its job, its attempts, and what has been consulted so far."""

    __slots__ = ("_admitted", "_attempts", "_consulted", "_fingerprint", "_job", "_shortages")

    def __init__(self, job: Job[A]) -> None:
        self._job = job
        self._consulted: dict[Consultation[Any], Any] = {}
        self._fingerprint = b""
        self._admitted = False
        self._attempts = 0
        self._shortages = 0

    def run(self) -> Execution[A]:
        """Decide and commit, again where somebody else was faster; log what is refused."""
        job = self._job
        self._fingerprint = job.codec.fingerprint(job.command, job.context.actor.principal)
        try:
            while True:
                self._attempts += 1
                found = yield from self._attempted()
                if isinstance(found, Answer):
                    return self._decoded(found)
                answer, made = found
                if made is None:
                    return answer
                outcome = yield from self._written(made)
                if isinstance(outcome, Committed):
                    return self._committed(outcome, answer)
                self._judge(outcome, made)
        except KeyReuse:
            raise
        except Refused as refusal:
            earlier = yield from self._earlier_answer()
            if earlier is not None:
                return self._decoded(earlier)
            yield from self._log(refusal)
            raise

    def _written(self, made: Assembled) -> Execution[Outcome]:
        """Commit; when the acknowledgement is lost, tell the key to repeat the command with."""
        try:
            outcome: Outcome = yield Write(made.change)
        except Unknown as why:
            raise Unknown(why.why, self._job.context.key) from why
        return outcome

    def _attempted(self) -> Generator[Demand, Any, tuple[A, Assembled | None] | Answer]:
        """
        Read and decide once: give the earlier answer, or the answer and what is to be written.

        Nothing else of the attempt outlives it. In a batch many wait to be written, and what they
        have read is a multiple of what they write.
        """
        job = self._job
        keys = (job.context.key,) if job.repeatable else ()
        self._admitted = False
        attempt = Attempt(job, self._consulted)
        earlier = yield from attempt.opened(keys)
        self._admitted = True
        if earlier is not None:
            return earlier
        decision = yield from attempt.decided()
        if not job.repeatable and decision.changes == NOTHING:
            return decision.answer, None
        return decision.answer, self._assembled(decision, attempt.reads)

    def _decoded(self, earlier: Answer) -> A:
        """
        Return the answer that was committed earlier under this key.

        Raises:
            KeyReuse: It is the answer of another command, or of another principal's.
        """
        if earlier.fingerprint != self._fingerprint:
            raise KeyReuse(self._job.context.key)
        answer: A = self._job.codec.answer(type(self._job.command), earlier.body)
        return answer

    def _earlier_answer(self) -> Generator[Demand, Any, Answer | None]:
        """Look once more whether the same command was committed meanwhile."""
        if not (self._job.repeatable and self._admitted):
            return None
        wanted = Wanted(keys=(self._job.context.key,))
        loaded: Loaded = yield Load(self._job.context.tenant, wanted)
        return loaded.answers[0]

    def _log(self, refusal: Refused) -> Execution[None]:
        """Write a refusal to the access log: what truly stood in the way, not what was told."""
        hidden = refusal.__cause__
        told = hidden if isinstance(hidden, NotPermitted) else refusal
        context, command = self._job.context, self._job.command
        action = declared(type(command)).name
        line = Access(context.actor.id, action, command.subject(), told.code, str(told))
        change = ChangeSet(context.tenant, microseconds(context.now), access=(line,))
        yield from logged(change, refusal)

    def _assembled(self, decision: Decision[A], reads: Reads) -> Assembled:
        job = self._job
        body = job.codec.answer_body(decision.answer)
        return assemble(
            job.command,
            job.context,
            decision.changes,
            _new(Answer, (job.context.key, self._fingerprint, body)),
            reads=reads,
            codec=job.codec,
        )

    def _committed(self, outcome: Committed, answer: A) -> A:
        if not outcome.replayed:
            return answer
        stored: A = self._job.codec.answer(type(self._job.command), outcome.answers[0])
        return stored

    def _judge(self, outcome: Declined, made: Assembled) -> None:
        """
        Return if the decision is worth running again, else raise.

        Raises:
            KeyReuse: The key was taken meanwhile for other content.
            AlreadyExists: A document is there that the decision creates without looking.
            Refused: A floor or ceiling still does not hold; the transfer named the refusal.
            Conflict: The attempts are used up.
        """
        first, last = outcome.failures[0], self._attempts >= self._job.attempts
        match first.cause:
            case Cause.KEY_REUSE:
                raise KeyReuse(self._job.context.key)
            case Cause.CONFLICT if _is_taken(outcome, made):
                kind, _, id_ = first.what.partition("/")
                raise AlreadyExists(named("document", kind).cls.__name__, id_)
            case Cause.SHORT | Cause.OVER:
                self._shortages += 1
                if last or self._shortages >= SHORTAGES_MAX:
                    refusal = made.refusals.get(first.what)
                    raise refusal(first.found) if refusal else OutOfLimits(first.what, first.found)
        if last:
            raise Conflict(first.what, self._attempts)


def _is_taken(outcome: Declined, made: Assembled) -> bool:
    """Tell whether nothing it read has changed, but what it creates without looking is there."""
    conflicts = [one.what for one in outcome.failures if one.cause is Cause.CONFLICT]
    return made.unread.issuperset(conflicts)
