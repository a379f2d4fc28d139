-- What lists said, as they last said it: what an entry says otherwise was changed by people.
CREATE TABLE entry_sources (
    source TEXT NOT NULL,
    source_ref TEXT NOT NULL,
    entry_id TEXT NOT NULL REFERENCES entries (id),
    said TEXT NOT NULL,
    -- The list that holds it no longer.
    gone_on TEXT,
    PRIMARY KEY (source, source_ref)
) /*strict*/;
CREATE INDEX entry_sources_by_entry ON entry_sources (entry_id);

-- Which organisation a structure of a list is.
CREATE TABLE structure_sources (
    source TEXT NOT NULL,
    source_ref TEXT NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    said TEXT NOT NULL,
    PRIMARY KEY (source, source_ref)
) /*strict*/;
CREATE INDEX structure_sources_by_organisation ON structure_sources (organisation_id);

-- Which column of a list says what.
CREATE TABLE source_mappings (
    source TEXT PRIMARY KEY,
    mapping TEXT NOT NULL
) /*strict*/;

-- Occupations of the ROME and what people call jobs of each, one a line.
CREATE TABLE occupations (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    parent TEXT NOT NULL,
    titles TEXT NOT NULL
) /*strict*/;
