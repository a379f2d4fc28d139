-- The charter: each version a list of principles. Organisations adhere to a version.
CREATE TABLE charters (
    version TEXT PRIMARY KEY,
    -- Local date (YYYY-MM-DD).
    in_force_from TEXT NOT NULL,
    written_at INTEGER NOT NULL
) /*strict*/;

CREATE TABLE charter_principles (
    charter TEXT NOT NULL REFERENCES charters (version),
    position INTEGER NOT NULL,
    -- What the program can look for.
    rule TEXT NOT NULL,
    text_fr TEXT NOT NULL,
    text_en TEXT NOT NULL,
    PRIMARY KEY (charter, position)
) /*strict*/;

CREATE TABLE charter_adherences (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    charter TEXT NOT NULL REFERENCES charters (version),
    adhered_on TEXT NOT NULL,
    ended_on TEXT,
    CHECK (ended_on IS NULL OR ended_on >= adhered_on)
) /*strict*/;
CREATE INDEX charter_adherences_by_organisation ON charter_adherences (organisation_id);

-- The charter common to the centres, as the 2017 report of the Bpi on its partnership gives it, its
-- first sentence taken apart.
INSERT INTO charters (version, in_force_from, written_at) VALUES ('2017', '2017-01-01', 0);
INSERT INTO charter_principles (charter, position, rule, text_fr, text_en) VALUES
    ('2017', 1, 'free', 'Accueillir gratuitement, dans l’esprit du service public.',
     'Welcome people free of charge, in the spirit of public service.'),
    ('2017', 2, 'anonymous', 'Accueillir de manière anonyme.', 'Welcome people anonymously.'),
    ('2017', 3, 'no_appointment', 'Accueillir sans rendez-vous.',
     'Welcome people without appointment.'),
    ('2017', 4, 'need', 'Se centrer sur le besoin de la personne.',
     'Start from what the person needs.'),
    ('2017', 5, 'need', 'Favoriser l’écoute par un espace accueillant et valorisant.',
     'Listen well, in a place that welcomes and encourages.'),
    ('2017', 6, 'everyone', 'S’adresser à tout public.', 'Be there for everyone.'),
    ('2017', 7, 'need', 'S’adapter aux besoins des habitants du territoire.',
     'Adapt to what the people of the area need.');
