-- Who stands in which circle of which centre. Both days are counted in; null: not known, no end.
CREATE TABLE relations (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    with_id TEXT NOT NULL REFERENCES organisations (id),
    bond TEXT NOT NULL,
    since TEXT,
    until TEXT,
    CHECK (organisation_id <> with_id),
    CHECK (since IS NULL OR until IS NULL OR until >= since)
) /*strict*/;
CREATE INDEX relations_by_organisation ON relations (organisation_id);
CREATE INDEX relations_by_centre ON relations (with_id);

-- A circle that an organisation had is one around the career centre of the network, where there is
-- exactly one; since when nobody noted. Where there are several, or none, what was noted stays as it
-- is until somebody says around which centre it is.
INSERT INTO relations (id, organisation_id, with_id, bond)
    SELECT 'circle-' || o.id, o.id, c.id, o.circle
    FROM organisations o JOIN organisations c ON c.kind = 'career_centre' AND c.standing = 'member'
    WHERE o.circle IN ('first', 'service_provider', 'second') AND o.id <> c.id
    AND length(o.id) <= 57
    AND (SELECT count(*) FROM organisations x
         WHERE x.kind = 'career_centre' AND x.standing = 'member') = 1;

-- Forms of partnership: what each asks for and what it gives, one a line.
CREATE TABLE partnership_forms (
    id TEXT PRIMARY KEY,
    name_fr TEXT NOT NULL,
    name_en TEXT NOT NULL,
    -- As which of the forms known to the lists it counts there.
    counts_as TEXT NOT NULL CHECK (counts_as IN ('labelled_centre', 'associated_centre', 'partner')),
    asks_fr TEXT NOT NULL,
    asks_en TEXT NOT NULL,
    gives_fr TEXT NOT NULL,
    gives_en TEXT NOT NULL,
    position INTEGER NOT NULL DEFAULT 0
) /*strict*/;

INSERT INTO partnership_forms
    (id, name_fr, name_en, counts_as, asks_fr, asks_en, gives_fr, gives_en, position) VALUES
    ('labelled_centre', 'Centre labellisé', 'Labelled centre', 'labelled_centre',
     'Adhérer à la charte.
Réunir conseil, documentation et ateliers dans un même lieu.
Accueillir tous les jours ouvrés, gratuitement et sans rendez-vous.
Rendre compte de son activité chaque année.',
     'Adhere to the charter.
Bring advice, documentation and workshops together in one place.
Be open every working day, free of charge and without appointment.
Report on the activity each year.',
     'Le nom et le label du réseau.
Les outils et les formations communs.
Une voix dans les décisions du réseau.',
     'The name and the label of the network.
The tools and training shared by all.
A voice in the decisions of the network.', 1),
    ('associated_centre', 'Centre associé', 'Associated centre', 'associated_centre',
     'Adhérer à la charte.
Signer une convention avec un centre labellisé.
Accueillir une partie de son programme, dans ses propres murs.
Faire connaître les deux lieux à ses publics.',
     'Adhere to the charter.
Sign an agreement with a labelled centre.
Host a part of its programme within one’s own walls.
Make both places known to one’s public.',
     'Des ateliers animés par les partenaires du centre.
Des conseillers qui viennent à la rencontre du public.
Des journées pour découvrir le métier de l’autre.',
     'Workshops animated by the partners of the centre.
Counsellors who come to meet the public.
Days to discover the other’s profession.', 2),
    ('partner', 'Partenaire', 'Partner', 'partner',
     'Respecter la charte lors de chaque rencontre.
Signer une convention qui dit ce que l’on anime, où et combien de fois.',
     'Keep to the charter at each meeting.
Sign an agreement that says what one animates, where and how often.',
     'Une place dans le programme commun.
Une salle, un accueil, un public.',
     'A place in the shared programme.
A room, a welcome, a public.', 3);

-- What organisations have agreed on. Days are local dates, first and last ones counted in.
CREATE TABLE agreements (
    id TEXT PRIMARY KEY,
    form_id TEXT NOT NULL REFERENCES partnership_forms (id),
    title TEXT NOT NULL,
    -- The party that takes the form: the associated centre, the partner.
    holder_id TEXT REFERENCES organisations (id),
    -- Null: a draft.
    signed_on TEXT,
    starts_on TEXT,
    -- Null: without end.
    ends_on TEXT,
    renewal TEXT NOT NULL CHECK (renewal IN ('none', 'tacit', 'explicit')),
    renewal_months INTEGER NOT NULL DEFAULT 0 CHECK (renewal_months >= 0),
    -- Its last day, where it was ended before its time.
    ended_on TEXT,
    ended_reason TEXT NOT NULL DEFAULT '',
    notes TEXT NOT NULL DEFAULT '',
    -- The agreement that it renews.
    follows_id TEXT UNIQUE REFERENCES agreements (id),
    created_at INTEGER NOT NULL,
    CHECK (signed_on IS NULL OR starts_on IS NOT NULL),
    CHECK (ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on)
) /*strict*/;

CREATE TABLE agreement_parties (
    agreement_id TEXT NOT NULL REFERENCES agreements (id) ON DELETE CASCADE,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    position INTEGER NOT NULL,
    PRIMARY KEY (agreement_id, organisation_id)
) /*strict*/;
CREATE INDEX agreement_parties_by_organisation ON agreement_parties (organisation_id);

CREATE TABLE agreement_documents (
    id TEXT PRIMARY KEY,
    agreement_id TEXT NOT NULL REFERENCES agreements (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    -- What its bytes say it is: 'pdf', 'odt', 'docx', 'png', 'jpeg', 'webp'.
    kind TEXT NOT NULL,
    size INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    added_at INTEGER NOT NULL
) /*strict*/;
CREATE INDEX agreement_documents_by_agreement ON agreement_documents (agreement_id);

-- What a party has committed itself to.
CREATE TABLE commitments (
    id TEXT PRIMARY KEY,
    agreement_id TEXT NOT NULL REFERENCES agreements (id) ON DELETE CASCADE,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    kind TEXT NOT NULL CHECK (kind IN ('sessions', 'drop_ins', 'exchanges', 'other')),
    per_year INTEGER CHECK (per_year >= 1),
    year_kind TEXT NOT NULL CHECK (year_kind IN ('calendar', 'school')),
    -- Which sessions count: all that it organises or animates, or those with another party alone.
    counting TEXT NOT NULL CHECK (counting IN ('with', 'whole')),
    text TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL
) /*strict*/;
CREATE INDEX commitments_by_agreement ON commitments (agreement_id);

-- What came of a commitment that the program does not count, typed in.
CREATE TABLE commitment_figures (
    commitment_id TEXT NOT NULL REFERENCES commitments (id) ON DELETE CASCADE,
    -- The year in which it begins.
    year INTEGER NOT NULL,
    done INTEGER NOT NULL CHECK (done >= 0),
    typed_at INTEGER NOT NULL,
    PRIMARY KEY (commitment_id, year)
) /*clustered*/;

-- Reminders that were written: once each for a term of an agreement.
CREATE TABLE agreement_reminders (
    agreement_id TEXT NOT NULL REFERENCES agreements (id) ON DELETE CASCADE,
    term TEXT NOT NULL,
    days INTEGER NOT NULL,
    written_at INTEGER NOT NULL,
    PRIMARY KEY (agreement_id, term, days)
) /*clustered*/;

-- The history of an agreement is read from the audit trail.
CREATE INDEX audit_by_subject ON audit (subject, seq);
