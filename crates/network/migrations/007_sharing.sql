-- Practice shared between the professions: days on which professionals of one organisation discover
-- the work of another.
CREATE TABLE immersions (
    id TEXT PRIMARY KEY,
    -- Who receives.
    host_id TEXT NOT NULL REFERENCES organisations (id),
    kind TEXT NOT NULL CHECK (kind IN ('awareness', 'visit', 'job_swap', 'other')),
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    -- For whom, in words; the organisations concerned are in `immersion_guests`.
    audience TEXT NOT NULL,
    place_id TEXT REFERENCES places (id),
    room TEXT NOT NULL,
    -- Local date (YYYY-MM-DD) and instants (seconds since 1970) of the same moment.
    local_date TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL CHECK (ends_at > starts_at),
    time_zone TEXT NOT NULL,
    capacity INTEGER NOT NULL CHECK (capacity >= 1),
    state TEXT NOT NULL CHECK (state IN ('draft', 'announced', 'held', 'cancelled')),
    reason TEXT NOT NULL DEFAULT '',
    -- Places taken, moved in the transaction that moves the rows. `tandem check` reconciles it.
    taken INTEGER NOT NULL DEFAULT 0,
    -- People let in without a registration, counted on the day.
    walk_ins INTEGER NOT NULL DEFAULT 0 CHECK (walk_ins >= 0),
    -- What came of it, set when it is closed. Null: nobody counted.
    registered_total INTEGER,
    walk_in_total INTEGER,
    participant_total INTEGER,
    no_show_total INTEGER,
    -- 'counted' from the list, or 'typed' in afterwards.
    totals_source TEXT CHECK (totals_source IN ('counted', 'typed')),
    illustrative INTEGER NOT NULL DEFAULT 0 CHECK (illustrative IN (0, 1)),
    -- The day (since 1970) on which its registrations are forgotten, and the moment it was done.
    forget_day INTEGER NOT NULL,
    forgotten_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    -- The guard under the guard: whatever the code does, a day is not oversold.
    CONSTRAINT immersion_never_oversold CHECK (taken >= 0 AND taken <= capacity)
) /*strict*/;
CREATE INDEX immersions_by_date ON immersions (local_date, starts_at);
CREATE INDEX immersions_by_host ON immersions (host_id, local_date);

CREATE TABLE immersion_guests (
    immersion_id TEXT NOT NULL REFERENCES immersions (id) ON DELETE CASCADE,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    PRIMARY KEY (immersion_id, organisation_id)
) /*clustered*/;
CREATE INDEX immersion_guests_by_organisation ON immersion_guests (organisation_id);

CREATE TABLE immersion_registrations (
    id TEXT PRIMARY KEY,
    immersion_id TEXT NOT NULL REFERENCES immersions (id),
    -- Of whose staff.
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    -- Who registered for themselves, by their account; null: a colleague, named by their coordinator.
    person_id TEXT,
    -- Name and address of a colleague, under the key of the day on which they are forgotten.
    sealed BLOB,
    forget_day INTEGER NOT NULL,
    -- Digest of the key of the request: sent twice it takes one place.
    request BLOB,
    -- 1: was there; 0: was not; null: nobody said.
    present INTEGER CHECK (present IN (0, 1)),
    -- The start of which they were reminded.
    reminded_of INTEGER,
    created_at INTEGER NOT NULL,
    UNIQUE (immersion_id, person_id),
    UNIQUE (immersion_id, request)
) /*strict*/;
CREATE INDEX immersion_registrations_by_person ON immersion_registrations (person_id);
CREATE INDEX immersion_registrations_by_day ON immersion_registrations (forget_day);

-- What somebody who was there says of it, shown without a name once the host has read it.
CREATE TABLE testimonies (
    id TEXT PRIMARY KEY,
    immersion_id TEXT NOT NULL REFERENCES immersions (id),
    -- Who wrote it, so that they can take it back; never shown.
    person_id TEXT NOT NULL,
    profession TEXT NOT NULL,
    words TEXT NOT NULL,
    consent INTEGER NOT NULL CHECK (consent IN (0, 1)),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'published', 'refused')),
    reason TEXT NOT NULL DEFAULT '',
    written_at INTEGER NOT NULL,
    UNIQUE (immersion_id, person_id),
    -- Whatever the code does, what its author did not offer is not published.
    CONSTRAINT published_by_consent CHECK (state <> 'published' OR consent = 1)
) /*strict*/;
CREATE INDEX testimonies_by_state ON testimonies (state, written_at);
