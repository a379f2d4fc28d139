-- Searches that professionals keep for themselves. The public keeps none.
CREATE TABLE search_readers (
    -- The person.
    id TEXT PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    -- How often they are written to at most.
    pace TEXT NOT NULL,
    -- Day of the last mail, or on which the first search was kept; and of the last look.
    mailed_on TEXT NOT NULL,
    looked_on TEXT NOT NULL
) /*strict*/;

CREATE TABLE saved_searches (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES search_readers (id) ON DELETE CASCADE,
    -- Its name and its question, under the key of the day on which they are forgotten.
    sealed BLOB NOT NULL,
    forget_day INTEGER NOT NULL,
    made_on TEXT NOT NULL,
    followed INTEGER NOT NULL,
    -- Position in the order of changes at the last look.
    seq INTEGER NOT NULL
) /*strict*/;
CREATE INDEX saved_searches_by_person ON saved_searches (person_id);
CREATE INDEX saved_searches_by_day ON saved_searches (forget_day);

-- What answered a search when it was last looked at.
CREATE TABLE search_results (
    search_id TEXT NOT NULL REFERENCES saved_searches (id) ON DELETE CASCADE,
    entry_id TEXT NOT NULL REFERENCES entries (id),
    -- A digest of each part of what it said, in the order of the parts.
    parts TEXT NOT NULL,
    verified_on TEXT,
    -- Last day of a closing that is known.
    closed_until TEXT,
    PRIMARY KEY (search_id, entry_id)
) /*strict*/;
