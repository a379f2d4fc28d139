-- What somebody of the public proposes to animate. All that they wrote, their name and how to reach
-- them among it, lies sealed under the key of the day on which it is forgotten; the row stays, as a
-- count.
CREATE TABLE proposals (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    step TEXT NOT NULL CHECK (step IN ('received', 'looking', 'meeting', 'accepted', 'planned',
        'declined', 'withdrawn', 'lapsed')),
    -- It was accepted, whatever became of it.
    accepted INTEGER NOT NULL DEFAULT 0 CHECK (accepted IN (0, 1)),
    -- The activity made of it.
    activity_id TEXT REFERENCES activities (id),
    lang TEXT NOT NULL,
    -- Local date (YYYY-MM-DD).
    received_on TEXT NOT NULL,
    moved_at INTEGER NOT NULL,
    sealed BLOB,
    forget_day INTEGER,
    -- Digest of the idempotency key, and of what was asked under the key of its day, to tell a request
    -- sent twice from another with the same key.
    request BLOB NOT NULL,
    asked BLOB,
    UNIQUE (organisation_id, request),
    CHECK ((sealed IS NULL) = (forget_day IS NULL))
) /*strict*/;
CREATE INDEX proposals_by_organisation ON proposals (organisation_id, received_on);
CREATE INDEX proposals_by_day ON proposals (forget_day) WHERE forget_day IS NOT NULL;
