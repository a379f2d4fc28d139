-- Keys that professionals enter with (WebAuthn): what proves them, never the key itself.
CREATE TABLE passkeys (
    credential BLOB PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    -- The public key, and what changes at each use (counter, state of backup).
    public_key BLOB NOT NULL,
    state BLOB NOT NULL,
    made_at INTEGER NOT NULL,
    used_at INTEGER
) /*strict*/;
CREATE INDEX passkeys_by_person ON passkeys (person_id);

-- Challenges given out and not answered yet.
CREATE TABLE passkey_ceremonies (
    challenge BLOB PRIMARY KEY,
    -- Whose key is added; null: somebody wants to enter.
    person_id TEXT REFERENCES people (id) ON DELETE CASCADE,
    state BLOB NOT NULL,
    expires_at INTEGER NOT NULL
) /*strict*/;

-- The session was opened with a key, or a key was added in it.
ALTER TABLE web_sessions ADD COLUMN by_key INTEGER NOT NULL DEFAULT 0;
