-- What settling an attempt needs to know, also after a restart.

ALTER TABLE attempt ADD COLUMN ends_at TEXT;          -- the end of the time that is to be booked
ALTER TABLE attempt ADD COLUMN tag TEXT;              -- how the vendor's record is known again
ALTER TABLE attempt ADD COLUMN doubted_at TEXT;       -- since when its outcome is or was unknown
ALTER TABLE attempt ADD COLUMN looked_at TEXT;        -- the last reading that told something of it
ALTER TABLE attempt ADD COLUMN absent INTEGER NOT NULL DEFAULT 0;    -- readings since it was sent, in a row, that show nothing
ALTER TABLE attempt ADD COLUMN puzzling INTEGER NOT NULL DEFAULT 0;  -- 1: readings cannot settle it, a person must
ALTER TABLE attempt ADD COLUMN told_revision INTEGER; -- the session in which the patient was told of the doubt
ALTER TABLE attempt ADD COLUMN sweeps INTEGER NOT NULL DEFAULT 0;    -- how often extras were looked for since

UPDATE attempt SET ends_at = strftime('%Y-%m-%dT%H:%M:%S', start, '+' || coalesce(minutes, 1) || ' minutes')
    || '.000000+00:00';
UPDATE attempt SET doubted_at = sent_at WHERE state = 'in_doubt';

CREATE INDEX attempt_doubted ON attempt (doubted_at) WHERE doubted_at IS NOT NULL;

-- Staff need not see an item before it is due; NULL: at once.
ALTER TABLE desk ADD COLUMN due_at TEXT;

-- By which ways staff were told of an item, or are still to be told.
CREATE TABLE notice (
    desk_id    INTEGER NOT NULL REFERENCES desk (id) ON DELETE CASCADE,
    way        TEXT NOT NULL,                 -- "telegram" or "mail"
    tries      INTEGER NOT NULL DEFAULT 0,
    not_before TEXT,                          -- it failed, and is not tried again until then
    told_at    TEXT,
    given_up   TEXT,                          -- why it will never be told this way
    PRIMARY KEY (desk_id, way)
) STRICT;

-- What a vendor told us unasked, durable before it is acknowledged.
CREATE TABLE event (
    id         INTEGER PRIMARY KEY,
    vendor     TEXT NOT NULL,
    digest     TEXT NOT NULL,                 -- of the body: a repeat has the same
    body       TEXT,                          -- gone once it is handled
    arrived_at TEXT NOT NULL,
    handled_at TEXT,
    UNIQUE (vendor, digest)
) STRICT;

CREATE INDEX event_open ON event (id) WHERE handled_at IS NULL;

-- What was found out about a clinic's vendor by watching it.
CREATE TABLE fact (
    name     TEXT PRIMARY KEY,
    value    TEXT NOT NULL,
    known_at TEXT NOT NULL
) STRICT;
