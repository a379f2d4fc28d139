-- Passwords of professionals, where the instance allows them: what proves one (Argon2id, as a PHC
-- string), never the password, and apart from who it belongs to.
CREATE TABLE passwords (
    person_id TEXT PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    phc TEXT NOT NULL,
    set_at INTEGER NOT NULL
) /*strict*/;

-- The session was opened with a password: it never makes an administrator by itself.
ALTER TABLE web_sessions ADD COLUMN by_password INTEGER NOT NULL DEFAULT 0;
