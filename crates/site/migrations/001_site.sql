CREATE TABLE people (
    id TEXT PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    lang TEXT NOT NULL,
    administrator INTEGER NOT NULL DEFAULT 0 CHECK (administrator IN (0, 1)),
    created_at INTEGER NOT NULL,
    disabled_at INTEGER
) /*strict*/;

CREATE TABLE memberships (
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    organisation_id TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('coordinator', 'mediator', 'partner')),
    PRIMARY KEY (person_id, organisation_id)
) /*strict*/;

CREATE TABLE sign_in_links (
    digest BLOB PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    -- Digest of a secret of the browser that asked for it, which alone may enter by it; null: it was
    -- made for somebody else to hand over.
    browser BLOB,
    -- Codes typed that were wrong.
    tries INTEGER NOT NULL DEFAULT 0
) /*strict*/;

CREATE TABLE web_sessions (
    digest BLOB PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    agent TEXT NOT NULL
) /*strict*/;
CREATE INDEX web_sessions_person ON web_sessions (person_id);

CREATE TABLE outbox (
    id TEXT PRIMARY KEY,
    dedupe TEXT UNIQUE,
    kind TEXT NOT NULL,
    -- Recipient, subject, text and calendar file, under the key of this day (days since 1970).
    sealed BLOB NOT NULL,
    forget_day INTEGER NOT NULL,
    not_before INTEGER NOT NULL,
    -- Said too late it would only confuse: not sent after this.
    not_after INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    claimed_until INTEGER NOT NULL DEFAULT 0,
    last_error TEXT
) /*strict*/;
CREATE INDEX outbox_due ON outbox (not_before);

-- The key of each day as all nodes must have it: a node with another one would seal what the
-- others cannot open. Nothing of the key can be told from its print.
CREATE TABLE key_days (
    day INTEGER PRIMARY KEY,
    print BLOB NOT NULL
) /*strict*/;

-- Which node overwrote the key of which day, and when.
CREATE TABLE key_ends (
    day INTEGER NOT NULL,
    node TEXT NOT NULL,
    destroyed_at INTEGER NOT NULL,
    PRIMARY KEY (day, node)
) /*strict*/;

-- Programs that serve this database, and when each last said that it is there.
CREATE TABLE nodes (
    node TEXT PRIMARY KEY,
    seen_at INTEGER NOT NULL
) /*strict*/;

-- Settings that belong to the instance.
CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) /*strict*/;
