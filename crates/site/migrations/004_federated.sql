-- Who is known by whom: the name that a provider (OpenID Connect) gives a person, which is its own.
CREATE TABLE federated_subjects (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    made_at INTEGER NOT NULL,
    PRIMARY KEY (issuer, subject)
) /*strict*/;
CREATE INDEX federated_subjects_person ON federated_subjects (person_id);

-- Somebody was sent to a provider and is awaited back.
CREATE TABLE federated_ceremonies (
    -- Digest of the state that the provider sends back.
    state BLOB PRIMARY KEY,
    provider TEXT NOT NULL,
    nonce TEXT NOT NULL,
    verifier TEXT NOT NULL,
    -- Digest of a secret of the browser that left, which alone may come back.
    browser BLOB NOT NULL,
    -- Who adds this way of entering to their account; null: somebody wants to enter.
    person_id TEXT REFERENCES people (id) ON DELETE CASCADE,
    lang TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) /*strict*/;

-- Whoever a provider knows and the network does not: until somebody of the organisation says yes.
CREATE TABLE access_requests (
    id TEXT PRIMARY KEY,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    browser BLOB NOT NULL,
    -- Name and address, under the key of this day (days since 1970).
    sealed BLOB NOT NULL,
    forget_day INTEGER NOT NULL,
    -- Null: not chosen yet.
    organisation_id TEXT,
    asked_at INTEGER NOT NULL,
    UNIQUE (issuer, subject)
) /*strict*/;
