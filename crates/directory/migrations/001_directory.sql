-- What helps people: services in data·inclusion's sense, and what a library has. Lists of codes are
-- kept as words parted by spaces, in the order of their reference list.
CREATE TABLE entries (
    id TEXT PRIMARY KEY,
    owner_id TEXT NOT NULL REFERENCES organisations (id),
    -- Who looks after the entry where its owner does not.
    curator_id TEXT REFERENCES organisations (id),
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    service_type TEXT,
    themes TEXT NOT NULL,
    publics TEXT NOT NULL,
    publics_note TEXT NOT NULL,
    conditions TEXT NOT NULL,
    bring TEXT NOT NULL,
    fees TEXT,
    fees_note TEXT NOT NULL,
    modes TEXT NOT NULL,
    -- Codes of communes, inter-communal bodies, départements, régions, countries, or `france`; empty:
    -- nobody is left out for where they live.
    zones TEXT NOT NULL,
    address TEXT NOT NULL,
    address_more TEXT NOT NULL,
    postcode TEXT NOT NULL,
    city TEXT NOT NULL,
    insee TEXT NOT NULL,
    latitude REAL,
    longitude REAL,
    access_note TEXT NOT NULL,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    website TEXT NOT NULL,
    contact TEXT NOT NULL,
    reach TEXT NOT NULL,
    reach_by TEXT NOT NULL,
    reach_link TEXT NOT NULL,
    reach_note TEXT NOT NULL,
    weekly_hours REAL,
    weeks INTEGER,
    -- As OpenStreetMap writes them, and in the words they were typed in.
    hours TEXT NOT NULL,
    hours_typed TEXT NOT NULL,
    review_months INTEGER NOT NULL CHECK (review_months BETWEEN 1 AND 24),
    source TEXT NOT NULL DEFAULT '',
    source_ref TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    -- Three dates, kept apart: changed, verified, due.
    changed_on TEXT NOT NULL,
    verified_on TEXT,
    verified_how TEXT,
    verified_by TEXT REFERENCES organisations (id),
    due_on TEXT NOT NULL,
    due_because TEXT NOT NULL,
    illustrative INTEGER NOT NULL DEFAULT 0,
    -- Position in the order of changes, which indexes follow.
    seq INTEGER NOT NULL
) /*strict*/;
CREATE INDEX entries_by_owner ON entries (owner_id, title);
CREATE INDEX entries_by_curator ON entries (curator_id, title);
CREATE INDEX entries_by_due ON entries (state, due_on);
CREATE INDEX entries_by_seq ON entries (seq);
CREATE INDEX entries_by_source ON entries (source, source_ref);

-- The one row that every change of an entry takes its position from: held until the change is
-- committed, so that positions come out in the order of the commits.
CREATE TABLE entry_clock (
    id TEXT PRIMARY KEY,
    seq INTEGER NOT NULL
) /*strict*/;
INSERT INTO entry_clock (id, seq) VALUES ('clock', 0);

-- What makes an entry due before its time, until it is verified.
CREATE TABLE entry_signals (
    entry_id TEXT NOT NULL REFERENCES entries (id),
    kind TEXT NOT NULL,
    since_on TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (entry_id, kind)
) /*strict*/;

-- For a while: closed, other hours, a message.
CREATE TABLE entry_notices (
    id TEXT PRIMARY KEY,
    entry_id TEXT NOT NULL REFERENCES entries (id),
    kind TEXT NOT NULL,
    first_on TEXT NOT NULL,
    last_on TEXT NOT NULL,
    hours TEXT NOT NULL,
    words TEXT NOT NULL
) /*strict*/;
CREATE INDEX entry_notices_by_entry ON entry_notices (entry_id, last_on);

-- Errors that anyone reported: what is wrong, never who said it.
CREATE TABLE entry_reports (
    id TEXT PRIMARY KEY,
    entry_id TEXT NOT NULL REFERENCES entries (id),
    reason TEXT NOT NULL,
    reported_on TEXT NOT NULL,
    answer_by TEXT NOT NULL,
    -- Reports of the same reason until it is answered.
    times INTEGER NOT NULL DEFAULT 1,
    answer TEXT,
    answered_on TEXT
) /*strict*/;
CREATE INDEX entry_reports_by_entry ON entry_reports (entry_id, answered_on);
CREATE UNIQUE INDEX entry_reports_open ON entry_reports (entry_id, reason) WHERE answered_on IS NULL;
