-- Moments are ISO 8601 in UTC with microseconds, so that they sort as text.

CREATE TABLE inbox (
    id         INTEGER PRIMARY KEY,  -- the order of arrival
    clinic     TEXT NOT NULL,
    channel    TEXT NOT NULL,
    user       TEXT NOT NULL,
    message_id TEXT NOT NULL,        -- the messenger's own
    heard      TEXT,                 -- what the patient did, as JSON; gone once it is answered
    arrived_at TEXT NOT NULL,
    handled_at TEXT,
    UNIQUE (clinic, channel, message_id),
    CHECK ((heard IS NULL) = (handled_at IS NOT NULL))
) STRICT;

CREATE INDEX inbox_unhandled ON inbox (id) WHERE handled_at IS NULL;

CREATE TABLE session (
    id       INTEGER PRIMARY KEY,
    clinic   TEXT NOT NULL,
    channel  TEXT NOT NULL,
    user     TEXT NOT NULL,
    revision INTEGER NOT NULL,
    body     TEXT NOT NULL,          -- the whole session, as JSON
    saved_at TEXT NOT NULL,
    UNIQUE (clinic, channel, user)
) STRICT;

CREATE TABLE outbox (
    id         INTEGER PRIMARY KEY,  -- the order in which it was said
    clinic     TEXT NOT NULL,
    channel    TEXT NOT NULL,
    user       TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'rejected', 'dropped')),
    reply      TEXT,                 -- what to say, as JSON; gone once it is no longer waiting
    question   INTEGER NOT NULL,     -- 1 while it has buttons that were not taken off
    written_at TEXT NOT NULL,
    not_before TEXT,                 -- the messenger asked to wait until then
    tries      INTEGER NOT NULL DEFAULT 0,
    handle     TEXT,                 -- the messenger's name for what was delivered
    why        TEXT,                 -- why the messenger will never take it
    settled_at TEXT,
    CHECK ((reply IS NULL) = (state <> 'waiting'))
) STRICT;

CREATE INDEX outbox_waiting ON outbox (id) WHERE state = 'waiting';

CREATE INDEX outbox_question ON outbox (clinic, channel, user, id)
    WHERE state = 'delivered' AND question = 1;

CREATE TABLE attempt (
    id           TEXT PRIMARY KEY,
    clinic       TEXT NOT NULL,
    channel      TEXT NOT NULL,
    user         TEXT NOT NULL,
    kind         TEXT NOT NULL CHECK (kind IN ('book', 'status')),
    patient_id   TEXT NOT NULL,
    clinician_id TEXT,
    start        TEXT NOT NULL,
    minutes      INTEGER,
    wish         TEXT NOT NULL,      -- what was wished for, as JSON that only the application reads
    state        TEXT NOT NULL CHECK (state IN
        ('prepared', 'sent', 'confirmed', 'refused', 'in_doubt', 'settled')),
    sends        INTEGER NOT NULL DEFAULT 0,
    reference    TEXT,               -- the vendor's own
    outcome      TEXT CHECK (outcome IN ('booked', 'not_booked')),
    settled_by   TEXT,
    prepared_at  TEXT NOT NULL,
    sent_at      TEXT,
    concluded_at TEXT,
    CHECK ((outcome IS NULL) = (state <> 'settled'))
) STRICT;

CREATE INDEX attempt_open ON attempt (prepared_at)
    WHERE state IN ('prepared', 'sent', 'in_doubt');

CREATE TABLE desk (
    id         INTEGER PRIMARY KEY,
    kind       TEXT NOT NULL,
    text       TEXT NOT NULL,
    clinic     TEXT,                 -- whose conversation it is about, if it is about one
    channel    TEXT,
    user       TEXT,
    attempt_id TEXT REFERENCES attempt (id),
    left_at    TEXT NOT NULL,
    settled_at TEXT,
    settled_by TEXT
) STRICT;

CREATE INDEX desk_open ON desk (id) WHERE settled_at IS NULL;

CREATE INDEX desk_attempt ON desk (attempt_id) WHERE attempt_id IS NOT NULL;

CREATE TABLE decision (
    id         INTEGER PRIMARY KEY,
    attempt_id TEXT NOT NULL REFERENCES attempt (id),
    outcome    TEXT NOT NULL CHECK (outcome IN ('booked', 'not_booked')),
    reference  TEXT,
    decided_by TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    taken_at   TEXT
) STRICT;

CREATE UNIQUE INDEX decision_open ON decision (attempt_id) WHERE taken_at IS NULL;
