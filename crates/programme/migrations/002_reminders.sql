-- Who has been reminded of which start: one reminder each, and another if the session moves.
-- A row goes when the session has begun.
CREATE TABLE reminders (
    registration_id TEXT NOT NULL REFERENCES registrations (id),
    session_id TEXT NOT NULL REFERENCES sessions (id),
    starts_at INTEGER NOT NULL,
    PRIMARY KEY (registration_id, session_id, starts_at)
) /*strict*/;
