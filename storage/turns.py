"""Everything that one turn changes, in one transaction: all of it, or nothing."""

import json
from dataclasses import dataclass
from datetime import datetime

from dialogs.session import Reply, Session, SessionKey
from storage.attempts import Move
from storage.desk import DeskNote
from storage.inbox import Incoming
from storage.rows import stamp, written
from storage.writer import Row, Statement


@dataclass(frozen=True, slots=True)
class Turn:
    """What a turn leaves behind.

    `replaces` is the revision that the turn began with; the session is saved as the one after it.
    `incoming` is what was answered, whether it was received before or not, and None where nobody
    had said anything. `takes` are the ids of decisions that the moves carry out.
    """

    session: Session
    replaces: int
    incoming: Incoming | None = None
    replies: tuple[Reply, ...] = ()
    moves: tuple[Move, ...] = ()
    desk: tuple[DeskNote, ...] = ()
    takes: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Refuse two moves of one attempt, and an answer in another conversation."""
        if len({move.attempt_id for move in self.moves}) < len(self.moves):
            raise ValueError("a turn moves an attempt once")
        if self.incoming is not None and self.incoming.key != self.session.key:
            raise ValueError("a turn answers in the conversation that it heard")


DECLARATION = """
    CREATE TEMP VIEW turn AS SELECT
        NULL AS n, NULL AS at,
        NULL AS clinic, NULL AS channel, NULL AS user, NULL AS replaces, NULL AS session,
        NULL AS message_id, NULL AS arrived_at,
        NULL AS replies, NULL AS moves, NULL AS desk, NULL AS takes, NULL AS proven;

    CREATE TEMP TRIGGER commit_turn INSTEAD OF INSERT ON turn BEGIN

        -- First look, so that a turn that is refused has written nothing.

        SELECT verdict(NEW.n, 'repeat'), RAISE(IGNORE) FROM inbox
            WHERE clinic = NEW.clinic AND channel = NEW.channel AND message_id = NEW.message_id
                AND handled_at IS NOT NULL;

        SELECT verdict(NEW.n, 'stale'), RAISE(IGNORE)
            WHERE NEW.session IS NOT NULL AND NEW.replaces <> coalesce((
                SELECT revision FROM session
                WHERE clinic = NEW.clinic AND channel = NEW.channel AND user = NEW.user), 0);

        SELECT verdict(NEW.n, 'illegal', move.value ->> 'attempt', attempt.state,
                       move.value ->> 'to'), RAISE(IGNORE)
            FROM json_each(NEW.moves) AS move
            LEFT JOIN attempt ON attempt.id = move.value ->> 'attempt'
            WHERE iif(attempt.id IS NULL, 1,
                      NOT legal_move(attempt.state, move.value ->> 'to', attempt.sends));

        -- Then write.

        INSERT INTO inbox (clinic, channel, user, message_id, arrived_at, handled_at)
            SELECT NEW.clinic, NEW.channel, NEW.user, NEW.message_id, NEW.arrived_at, NEW.at
            WHERE NEW.message_id IS NOT NULL
            ON CONFLICT (clinic, channel, message_id)
                DO UPDATE SET heard = NULL, handled_at = excluded.handled_at;

        INSERT INTO session (clinic, channel, user, revision, body, saved_at)
            SELECT NEW.clinic, NEW.channel, NEW.user, NEW.replaces + 1, NEW.session, NEW.at
            WHERE NEW.session IS NOT NULL
            ON CONFLICT (clinic, channel, user)
                DO UPDATE SET revision = excluded.revision, body = excluded.body,
                              saved_at = excluded.saved_at
                WHERE revision = NEW.replaces;

        INSERT INTO outbox (id, clinic, channel, user, state, reply, question, written_at)
            SELECT reply.value ->> 'id', NEW.clinic, NEW.channel, NEW.user, 'waiting',
                   reply.value -> 'reply', reply.value ->> 'question', NEW.at
            FROM json_each(NEW.replies) AS reply;

        UPDATE attempt SET
                state = move.value ->> 'to',
                sends = sends + (move.value ->> 'to' = 'sent'),
                sent_at = iif(move.value ->> 'to' = 'sent', NEW.at, sent_at),
                reference = coalesce(move.value ->> 'reference', reference),
                outcome = move.value ->> 'outcome',
                settled_by = move.value ->> 'by',
                doubted_at = iif(move.value ->> 'to' = 'in_doubt', NEW.at, doubted_at),
                told_revision = iif(move.value ->> 'to' = 'in_doubt' AND NEW.session IS NOT NULL,
                                    NEW.replaces + 1, told_revision),
                -- What was read before says nothing about what is sent now.
                looked_at = iif(move.value ->> 'to' = 'sent', NULL, looked_at),
                absent = iif(move.value ->> 'to' = 'sent', 0, absent),
                puzzling = iif(move.value ->> 'to' = 'sent', 0, puzzling),
                concluded_at = iif(move.value ->> 'to' IN ('confirmed', 'refused', 'settled'),
                                   NEW.at, NULL)
            FROM json_each(NEW.moves) AS move
            WHERE attempt.id = move.value ->> 'attempt'
                AND legal_move(attempt.state, move.value ->> 'to', attempt.sends);

        UPDATE desk SET due_at = move.value ->> 'due'
            FROM json_each(NEW.moves) AS move
            WHERE desk.attempt_id = move.value ->> 'attempt' AND desk.settled_at IS NULL
                AND move.value ->> 'due' IS NOT NULL;

        -- What is settled needs nobody any more.
        UPDATE desk SET settled_at = NEW.at, settled_by = attempt.settled_by
            FROM json_each(NEW.moves) AS move
            JOIN attempt ON attempt.id = move.value ->> 'attempt'
            WHERE desk.attempt_id = attempt.id AND desk.settled_at IS NULL
                AND attempt.state IN ('confirmed', 'refused', 'settled');

        INSERT INTO desk (kind, text, clinic, channel, user, attempt_id, due_at, left_at)
            SELECT note.value ->> 'kind', note.value ->> 'text', note.value ->> 'clinic',
                   note.value ->> 'channel', note.value ->> 'user', note.value ->> 'attempt',
                   note.value ->> 'due', NEW.at
            FROM json_each(NEW.desk) AS note;

        UPDATE decision SET taken_at = NEW.at
            WHERE id IN (SELECT value FROM json_each(NEW.takes)) AND taken_at IS NULL;

        INSERT INTO proven (patient_id, clinic, channel, user)
            SELECT value, NEW.clinic, NEW.channel, NEW.user FROM json_each(NEW.proven) WHERE TRUE
            ON CONFLICT DO NOTHING;

        SELECT verdict(NEW.n, 'done');
    END;
"""

COMMIT = Statement(
    "INSERT INTO turn VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", answers=True
)


def row_of(turn: Turn, saved: Session, outbox_ids: tuple[int, ...], at: datetime) -> Row:
    """The row of a turn; `saved` is its session at the revision that it gets."""
    key, patients = saved.key, saved.memory.patients
    incoming = turn.incoming
    return (
        stamp(at),
        key.clinic,
        key.channel,
        key.user,
        turn.replaces,
        # Whole: what a field that is not stored would mean is for a later version to change.
        written(saved, whole=True),
        incoming and incoming.message_id,
        incoming and stamp(incoming.at),
        _replies(turn.replies, outbox_ids),
        _moves(turn.moves),
        _notes(turn.desk),
        _json(turn.takes) if turn.takes else None,
        _json([patient.id for patient in patients]) if patients else None,
    )


def row_of_saying(key: SessionKey, reply: Reply, outbox_id: int, at: datetime) -> Row:
    """The row of something that is said although nothing was heard."""
    nothing = (None,) * 4
    said = _replies((reply,), (outbox_id,))
    return (stamp(at), key.clinic, key.channel, key.user, *nothing, said, *nothing)


def row_without_session(
    at: datetime,
    *,
    moves: tuple[Move, ...] = (),
    desk: tuple[DeskNote, ...] = (),
    takes: tuple[int, ...] = (),
) -> Row:
    """The row of what happens outside of any conversation."""
    nobody = (None,) * 8
    return (
        stamp(at),
        *nobody,
        _moves(moves),
        _notes(desk),
        _json(takes) if takes else None,
        None,
    )


def _replies(replies: tuple[Reply, ...], ids: tuple[int, ...]) -> str | None:
    if not replies:
        return None
    rows = (
        f'{{"id":{outbox_id},"question":{int(bool(reply.choices))},"reply":{written(reply)}}}'
        for outbox_id, reply in zip(ids, replies, strict=True)
    )
    return f"[{','.join(rows)}]"


def _json(value: object) -> str:
    # Not escaped: SQLite would store half a surrogate pair that nobody can read again.
    return json.dumps(value, ensure_ascii=False)


def _moves(moves: tuple[Move, ...]) -> str | None:
    if not moves:
        return None
    return _json(
        [
            {
                "attempt": move.attempt_id,
                "to": move.to,
                "reference": move.reference,
                "outcome": move.outcome,
                "by": move.by,
                "due": move.due_at and stamp(move.due_at),
            }
            for move in moves
        ]
    )


def _notes(notes: tuple[DeskNote, ...]) -> str | None:
    if not notes:
        return None
    return _json(
        [
            {
                "kind": note.kind,
                # SQLite's JSON would end the text at a NUL, and a messenger may send one.
                "text": note.text.replace("\0", " "),
                "clinic": note.key and note.key.clinic,
                "channel": note.key and note.key.channel,
                "user": note.key and note.key.user,
                "attempt": note.attempt_id,
                "due": note.due_at and stamp(note.due_at),
            }
            for note in notes
        ]
    )
