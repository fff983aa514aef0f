-- What a vendor that keeps times, moves appointments and tells of changes needs to be known by.

-- More kinds of writes. A check on a column cannot be changed, only a table be made anew; foreign
-- keys are switched off meanwhile, and looked over at the end.
CREATE TABLE attempt_new (
    id            TEXT PRIMARY KEY,
    clinic        TEXT NOT NULL,
    channel       TEXT NOT NULL,
    user          TEXT NOT NULL,
    kind          TEXT NOT NULL CHECK (kind IN ('book', 'status', 'move', 'patient', 'join')),
    patient_id    TEXT NOT NULL,
    clinician_id  TEXT,
    start         TEXT NOT NULL,
    minutes       INTEGER,
    wish          TEXT NOT NULL,     -- what was wished for, as JSON that only the application reads
    state         TEXT NOT NULL CHECK (state IN
        ('prepared', 'sent', 'confirmed', 'refused', 'in_doubt', 'settled')),
    sends         INTEGER NOT NULL DEFAULT 0,
    reference     TEXT,              -- the vendor's own
    outcome       TEXT CHECK (outcome IN ('booked', 'not_booked')),
    settled_by    TEXT,
    prepared_at   TEXT NOT NULL,
    sent_at       TEXT,
    concluded_at  TEXT,
    ends_at       TEXT,              -- the end of the time that is to be booked
    tag           TEXT,              -- how the vendor's record is known again
    doubted_at    TEXT,              -- since when its outcome is or was unknown
    looked_at     TEXT,              -- the last reading that told something of it
    absent        INTEGER NOT NULL DEFAULT 0,    -- readings since it was sent, in a row, that show nothing
    puzzling      INTEGER NOT NULL DEFAULT 0,    -- 1: readings cannot settle it, a person must
    told_revision INTEGER,           -- the session in which the patient was told of the doubt
    sweeps        INTEGER NOT NULL DEFAULT 0,    -- how often extras were looked for since
    CHECK ((outcome IS NULL) = (state <> 'settled'))
) STRICT;

INSERT INTO attempt_new (id, clinic, channel, user, kind, patient_id, clinician_id, start, minutes,
        wish, state, sends, reference, outcome, settled_by, prepared_at, sent_at, concluded_at,
        ends_at, tag, doubted_at, looked_at, absent, puzzling, told_revision, sweeps)
    SELECT id, clinic, channel, user, kind, patient_id, clinician_id, start, minutes,
        wish, state, sends, reference, outcome, settled_by, prepared_at, sent_at, concluded_at,
        ends_at, tag, doubted_at, looked_at, absent, puzzling, told_revision, sweeps
    FROM attempt ORDER BY rowid;

DROP TABLE attempt;

ALTER TABLE attempt_new RENAME TO attempt;

CREATE INDEX attempt_open ON attempt (prepared_at)
    WHERE state IN ('prepared', 'sent', 'in_doubt');

CREATE INDEX attempt_doubted ON attempt (doubted_at) WHERE doubted_at IS NOT NULL;

CREATE INDEX attempt_reference ON attempt (reference) WHERE reference IS NOT NULL;

-- Times that a vendor keeps for a conversation, or may keep: let go of when the talk moves on.
CREATE TABLE hold (
    id         INTEGER PRIMARY KEY,
    clinic     TEXT NOT NULL,
    channel    TEXT NOT NULL,
    user       TEXT NOT NULL,
    slot       TEXT NOT NULL,        -- as JSON that only the application reads
    asked_at   TEXT NOT NULL,        -- before the request left
    ended_at   TEXT,                 -- when the request was over; NULL: it may still be under way
    reference  TEXT,                 -- the vendor's own; NULL: not known
    until      TEXT,                 -- the last moment at which it may be used
    attempt_id TEXT,                 -- the booking that it was made for; that decides what becomes of it
    unwanted   INTEGER NOT NULL DEFAULT 0  -- 1: to be let go
) STRICT;

CREATE INDEX hold_talk ON hold (clinic, channel, user);

-- Appointments as the vendor last told them, to know what has changed; ids alone, no names.
CREATE TABLE appointment (
    reference    TEXT PRIMARY KEY,
    patient_id   TEXT NOT NULL,
    clinician_id TEXT,
    service_id   TEXT,
    start        TEXT NOT NULL,
    minutes      INTEGER,
    status       TEXT NOT NULL,
    known_at     TEXT NOT NULL
) STRICT;

CREATE INDEX appointment_start ON appointment (start);

-- What others have changed, in the order in which it was noticed.
CREATE TABLE change (
    id         INTEGER PRIMARY KEY,
    kind       TEXT NOT NULL CHECK (kind IN ('moved', 'cancelled', 'status')),
    reference  TEXT NOT NULL,
    patient_id TEXT NOT NULL,
    before     TEXT NOT NULL,        -- the appointment as it was, as JSON that only the application reads
    after      TEXT NOT NULL,
    noticed_at TEXT NOT NULL,
    told_at    TEXT                  -- when its patient was told, or nobody had to be
) STRICT;

CREATE INDEX change_untold ON change (id) WHERE told_at IS NULL;

-- In which conversations somebody has proven to be a patient.
CREATE TABLE proven (
    patient_id TEXT NOT NULL,
    clinic     TEXT NOT NULL,
    channel    TEXT NOT NULL,
    user       TEXT NOT NULL,
    PRIMARY KEY (patient_id, clinic, channel, user)
) STRICT;
