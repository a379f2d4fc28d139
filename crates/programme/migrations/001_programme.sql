CREATE TABLE activities (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    description TEXT NOT NULL,
    format TEXT NOT NULL,
    theme_id TEXT REFERENCES themes (id),
    audience TEXT NOT NULL,
    contact TEXT NOT NULL,
    -- 'session': for one date; 'any': for any one of the dates; 'all': once for all parts.
    scope TEXT NOT NULL CHECK (scope IN ('session', 'any', 'all')),
    -- Counted besides the others in the report (a co-searching session at a festival).
    apart INTEGER NOT NULL DEFAULT 0 CHECK (apart IN (0, 1)),
    -- Where it came from, for imports: the same key again is the same activity.
    source TEXT NOT NULL DEFAULT '',
    source_key TEXT UNIQUE,
    link TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) /*strict*/;

-- Who animates.
CREATE TABLE activity_partners (
    activity_id TEXT NOT NULL REFERENCES activities (id) ON DELETE CASCADE,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    PRIMARY KEY (activity_id, organisation_id)
) /*strict*/;

CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    activity_id TEXT NOT NULL REFERENCES activities (id),
    -- The session whose places count: itself, or the first part of an activity in several parts.
    lead_id TEXT NOT NULL,
    part INTEGER NOT NULL DEFAULT 1,
    place_id TEXT REFERENCES places (id),
    room TEXT NOT NULL DEFAULT '',
    access TEXT NOT NULL DEFAULT '',
    attendance_mode TEXT NOT NULL CHECK (attendance_mode IN ('on_site', 'online', 'hybrid')),
    online_url TEXT NOT NULL DEFAULT '',
    -- Local date (YYYY-MM-DD) and instants (seconds since 1970) of the same moment.
    local_date TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    time_zone TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('draft', 'published', 'held', 'cancelled', 'postponed')),
    status_reason TEXT NOT NULL DEFAULT '',
    moved_from TEXT,
    registration TEXT NOT NULL CHECK (registration IN ('none', 'places', 'waiting_list')),
    capacity INTEGER NOT NULL DEFAULT 0 CHECK (capacity >= 0),
    overbook INTEGER NOT NULL DEFAULT 0 CHECK (overbook >= 0),
    most_places INTEGER NOT NULL DEFAULT 4 CHECK (most_places >= 1),
    opens_at INTEGER,
    closes_at INTEGER,
    fairness TEXT NOT NULL DEFAULT 'first_fit' CHECK (fairness IN ('first_fit', 'strict')),
    -- Minutes to accept an offered place; null: the place is given at once.
    offer_minutes INTEGER,
    walk_ins TEXT NOT NULL DEFAULT 'always' CHECK (walk_ins IN ('never', 'if_room', 'always')),
    -- Counters moved in the transaction that moves the rows. `tandem check` reconciles them.
    taken INTEGER NOT NULL DEFAULT 0,
    waiting INTEGER NOT NULL DEFAULT 0 CHECK (waiting >= 0),
    -- How many ever joined the waiting list: the rank of the last.
    queued INTEGER NOT NULL DEFAULT 0,
    -- What came of it, set when the session is closed. Null: nobody counted.
    preregistered_total INTEGER,
    walk_in_total INTEGER,
    participant_total INTEGER,
    no_show_total INTEGER,
    -- 'counted' from rows of the desk, or 'typed' in afterwards.
    totals_source TEXT CHECK (totals_source IN ('counted', 'typed')),
    note TEXT NOT NULL DEFAULT '',
    illustrative INTEGER NOT NULL DEFAULT 0 CHECK (illustrative IN (0, 1)),
    closed_at INTEGER,
    source_key TEXT UNIQUE,
    -- On the lead: the day (since 1970) on which its registrations are forgotten, once somebody
    -- left a name or an address, and the moment it was done.
    forget_day INTEGER,
    forgotten_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    -- The guard under the guard: whatever the code does, a session is not oversold.
    CONSTRAINT never_oversold CHECK (taken >= 0 AND taken <= capacity + overbook)
) /*strict*/;
CREATE INDEX sessions_by_date ON sessions (local_date, starts_at);
CREATE INDEX sessions_by_activity ON sessions (activity_id);
CREATE INDEX sessions_by_lead ON sessions (lead_id);

CREATE TABLE registrations (
    id TEXT PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    kind TEXT NOT NULL CHECK (kind IN ('ahead', 'walk_in')),
    status TEXT NOT NULL CHECK (status IN ('confirmed', 'waiting', 'offered', 'cancelled')),
    places INTEGER NOT NULL CHECK (places >= 1),
    -- The code at the desk under a mask of its session.
    code INTEGER NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('web', 'api', 'desk')),
    -- Digests of the idempotency key and of what was asked, to tell a repeated request from
    -- another with the same key.
    request BLOB NOT NULL,
    asked BLOB NOT NULL,
    -- Name and address, if given, under the key of the day on which they are forgotten (days since
    -- 1970); and a digest of the address under the same key, to notice it twice.
    sealed BLOB,
    forget_day INTEGER,
    contact_tag BLOB,
    lang TEXT NOT NULL,
    -- Order on the waiting list, given under the lock of the session; 0: never waited.
    rank INTEGER NOT NULL DEFAULT 0,
    -- How often a smaller group was let past while this one waited.
    passed INTEGER NOT NULL DEFAULT 0,
    offer_ends_at INTEGER,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    CHECK ((sealed IS NULL) = (forget_day IS NULL)),
    -- Codes are derived from session and idempotency key: this one index also keeps a request that
    -- is sent twice from being answered twice.
    UNIQUE (session_id, code)
) /*clustered*/;
CREATE INDEX registrations_waiting ON registrations (session_id, rank)
    WHERE status = 'waiting';
CREATE INDEX registrations_sealed ON registrations (session_id, forget_day)
    WHERE forget_day IS NOT NULL;
CREATE INDEX registrations_offered ON registrations (offer_ends_at) WHERE status = 'offered';

-- Who came, per part. The number of people of the registration who are there.
CREATE TABLE attendance (
    registration_id TEXT NOT NULL REFERENCES registrations (id),
    session_id TEXT NOT NULL REFERENCES sessions (id),
    people INTEGER NOT NULL CHECK (people >= 0),
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (registration_id, session_id)
) /*strict*/;
CREATE INDEX attendance_by_session ON attendance (session_id);

-- What a closed session keeps of its registrations: counts, and no rows.
CREATE TABLE session_facts (
    session_id TEXT NOT NULL REFERENCES sessions (id),
    fact TEXT NOT NULL,
    value TEXT NOT NULL,
    count INTEGER NOT NULL CHECK (count >= 0),
    PRIMARY KEY (session_id, fact, value)
) /*clustered*/;

-- Yearly totals typed in with no rows behind them.
CREATE TABLE typed_totals (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    from_date TEXT NOT NULL,
    to_date TEXT NOT NULL,
    label TEXT NOT NULL,
    sessions INTEGER,
    themes INTEGER,
    partners INTEGER,
    preregistered INTEGER,
    walk_ins INTEGER,
    participants INTEGER,
    no_shows INTEGER,
    source TEXT NOT NULL,
    typed_at INTEGER NOT NULL
) /*strict*/;
