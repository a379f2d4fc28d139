-- Who did what to which record, and when. Rows are added and never changed: each holds a keyed
-- digest of itself and of the one before it.
CREATE TABLE audit (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    -- 'person/ID', 'operator' (the command line) or 'program'.
    who TEXT NOT NULL,
    act TEXT NOT NULL,
    organisation_id TEXT,
    subject TEXT NOT NULL,
    -- What cannot be told from the record itself; nothing personal.
    detail TEXT NOT NULL,
    digest BLOB NOT NULL
) /*strict*/;
CREATE INDEX audit_by_organisation ON audit (organisation_id, seq);

-- The last row, so that rows cut off at the end are missed.
CREATE TABLE audit_head (
    id TEXT PRIMARY KEY,
    seq INTEGER NOT NULL,
    digest BLOB NOT NULL
) /*strict*/;
