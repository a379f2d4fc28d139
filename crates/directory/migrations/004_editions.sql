-- A selection of the directory that an organisation keeps, and publishes as numbered editions.
-- Headings are kept as lines.
CREATE TABLE booklets (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    title TEXT NOT NULL,
    introduction TEXT NOT NULL,
    headings TEXT NOT NULL
) /*strict*/;
CREATE INDEX booklets_by_organisation ON booklets (organisation_id);

CREATE TABLE booklet_entries (
    booklet_id TEXT NOT NULL REFERENCES booklets (id),
    entry_id TEXT NOT NULL REFERENCES entries (id),
    -- Under which heading: its position.
    heading INTEGER NOT NULL,
    PRIMARY KEY (booklet_id, entry_id)
) /*strict*/;

-- What was published: it never changes.
CREATE TABLE editions (
    id TEXT PRIMARY KEY,
    booklet_id TEXT NOT NULL REFERENCES booklets (id),
    number INTEGER NOT NULL,
    published_on TEXT NOT NULL,
    title TEXT NOT NULL,
    introduction TEXT NOT NULL,
    headings TEXT NOT NULL,
    UNIQUE (booklet_id, number)
) /*strict*/;

CREATE TABLE edition_entries (
    edition_id TEXT NOT NULL REFERENCES editions (id),
    entry_id TEXT NOT NULL REFERENCES entries (id),
    position INTEGER NOT NULL,
    heading INTEGER NOT NULL,
    title TEXT NOT NULL,
    -- Of what it said.
    digest TEXT NOT NULL,
    verified_on TEXT,
    PRIMARY KEY (edition_id, entry_id)
) /*strict*/;
