-- Lists that organisations are known from. A row is held while its list is imported.
CREATE TABLE sources (
    id TEXT PRIMARY KEY,
    -- Seconds since 1970; null: never.
    changed_at INTEGER
) /*strict*/;
INSERT INTO sources (id, changed_at) VALUES ('ministry', NULL), ('career_centres', NULL);

-- What a list said of an organisation when it was last imported: what differs from it was changed by
-- people since, and stays.
CREATE TABLE organisation_sources (
    source TEXT NOT NULL REFERENCES sources (id),
    -- Its code in the list.
    source_id TEXT NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    -- JSON.
    said TEXT NOT NULL,
    -- Since when it is in the list no longer; null: it is.
    missing_since INTEGER,
    PRIMARY KEY (source, source_id)
) /*clustered*/;
CREATE INDEX organisation_sources_by_organisation ON organisation_sources (organisation_id);

-- Merged into another, which stands for it everywhere. Its standing is 'merged' then, and it is
-- listed nowhere.
ALTER TABLE organisations ADD COLUMN merged_into TEXT REFERENCES organisations (id);
CREATE INDEX organisations_by_merge ON organisations (merged_into);

-- A merge that stands. Undone, it goes from here; the audit trail keeps it.
CREATE TABLE organisation_merges (
    id TEXT PRIMARY KEY,
    -- In the order in which they were made.
    position INTEGER NOT NULL UNIQUE,
    kept_id TEXT NOT NULL REFERENCES organisations (id),
    merged_id TEXT NOT NULL UNIQUE REFERENCES organisations (id),
    merged_at INTEGER NOT NULL,
    -- What they were in the network before.
    kept_standing TEXT NOT NULL,
    merged_standing TEXT NOT NULL
) /*strict*/;
CREATE INDEX organisation_merges_by_kept ON organisation_merges (kept_id);

-- What a merge made refer to the organisation that was kept.
CREATE TABLE organisation_moves (
    merge_id TEXT NOT NULL REFERENCES organisation_merges (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    moved_table TEXT NOT NULL,
    moved_column TEXT NOT NULL,
    -- What tells the row apart in its table (JSON).
    row_key TEXT NOT NULL,
    -- The rest of a row that gave way to one of the organisation that was kept (JSON); null: it was
    -- moved.
    row_rest TEXT,
    PRIMARY KEY (merge_id, position)
) /*strict*/;

-- Two that look alike and are not the same, as somebody said.
CREATE TABLE organisation_distinctions (
    one_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    other_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    PRIMARY KEY (one_id, other_id)
) /*strict*/;
CREATE INDEX organisation_distinctions_by_other ON organisation_distinctions (other_id);
