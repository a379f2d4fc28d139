-- What else answered a search when it was last looked at: sessions of the programme, organisations.
CREATE TABLE search_others (
    search_id TEXT NOT NULL REFERENCES saved_searches (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    -- The activity of a session, or the organisation.
    other_id TEXT NOT NULL,
    -- The session, or the organisation.
    subject_id TEXT NOT NULL,
    -- A digest of what it said.
    said TEXT NOT NULL,
    PRIMARY KEY (search_id, kind, other_id)
) /*strict*/;
-- Whether they were looked at: before, what answers is no news.
ALTER TABLE saved_searches ADD COLUMN others_seen INTEGER NOT NULL DEFAULT 0;
