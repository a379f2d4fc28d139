-- Lists that are taken, by their names: whoever looks after one takes it again.
CREATE TABLE list_sources (
    source TEXT PRIMARY KEY,
    -- Who looks after the entries that it brings; nobody: those who administer the network.
    curator_id TEXT REFERENCES organisations (id)
) /*strict*/;
INSERT INTO list_sources (source)
    SELECT source FROM entry_sources
    UNION SELECT source FROM structure_sources
    UNION SELECT source FROM source_mappings;

-- Each time a list was taken: the counts stay.
CREATE TABLE takings (
    id TEXT PRIMARY KEY,
    source TEXT NOT NULL REFERENCES list_sources (source),
    taken_at INTEGER NOT NULL,
    -- As the audit trail has it: an account, or the command line.
    who TEXT NOT NULL,
    -- How many of each, as JSON.
    tally TEXT NOT NULL,
    -- What the preview had announced, where it came otherwise.
    announced TEXT NOT NULL
) /*strict*/;
CREATE INDEX takings_by_source ON takings (source, taken_at);

-- What stands behind these counts, row by row; erased after a while.
CREATE TABLE taking_rows (
    taking_id TEXT NOT NULL REFERENCES takings (id),
    position INTEGER NOT NULL,
    of_what TEXT NOT NULL,
    did TEXT NOT NULL,
    -- Whether people here say otherwise somewhere, and were not overruled.
    kept INTEGER NOT NULL,
    sheet TEXT NOT NULL,
    line INTEGER NOT NULL,
    name TEXT NOT NULL,
    -- The entry or the organisation; empty: there is none.
    subject TEXT NOT NULL,
    -- Fields that changed, values that were left out, as JSON.
    detail TEXT NOT NULL,
    PRIMARY KEY (taking_id, position)
) /*strict*/;
CREATE INDEX taking_rows_by_did ON taking_rows (taking_id, of_what, did, position);
