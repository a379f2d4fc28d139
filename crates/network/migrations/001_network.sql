CREATE TABLE organisations (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    circle TEXT,
    form TEXT,
    city TEXT NOT NULL DEFAULT '',
    website TEXT NOT NULL DEFAULT '',
    public_email TEXT NOT NULL DEFAULT '',
    -- Days after a session at which its registrations are forgotten; null: as the network does.
    retention_days INTEGER CHECK (retention_days BETWEEN 1 AND 30)
) /*strict*/;
CREATE INDEX organisations_by_name ON organisations (name);

CREATE TABLE places (
    id TEXT PRIMARY KEY,
    organisation_id TEXT REFERENCES organisations (id),
    name TEXT NOT NULL,
    room TEXT NOT NULL DEFAULT '',
    address TEXT NOT NULL DEFAULT '',
    postcode TEXT NOT NULL DEFAULT '',
    city TEXT NOT NULL DEFAULT '',
    insee TEXT NOT NULL DEFAULT '',
    latitude REAL,
    longitude REAL,
    time_zone TEXT NOT NULL DEFAULT 'Europe/Paris',
    access_note TEXT NOT NULL DEFAULT ''
) /*strict*/;
CREATE INDEX places_by_name ON places (name);

CREATE TABLE themes (
    id TEXT PRIMARY KEY,
    name_fr TEXT NOT NULL,
    name_en TEXT NOT NULL,
    position INTEGER NOT NULL DEFAULT 0
) /*strict*/;
