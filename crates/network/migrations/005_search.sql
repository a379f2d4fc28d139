-- Looking for organisations among thousands. The words of an organisation (name, town, postcode),
-- folded: where a word begins is a range of the index.
CREATE TABLE organisation_words (
    organisation_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    word TEXT NOT NULL,
    PRIMARY KEY (organisation_id, word)
) /*clustered*/;
CREATE INDEX organisation_words_by_word ON organisation_words (word, organisation_id);

-- Where it is as far as distances go: its own coordinates, or the middle of its commune.
ALTER TABLE organisations ADD COLUMN at_lat REAL;
ALTER TABLE organisations ADD COLUMN at_lon REAL;
-- Whether words and whereabouts are kept; those that were there before get them at the next start.
ALTER TABLE organisations ADD COLUMN indexed INTEGER NOT NULL DEFAULT 0;
CREATE INDEX organisations_unindexed ON organisations (id) WHERE indexed = 0;
CREATE INDEX organisations_by_whereabouts ON organisations (at_lat, at_lon, standing, id);
CREATE INDEX organisations_by_kind ON organisations (kind, standing, name_key, id);

CREATE TABLE place_words (
    place_id TEXT NOT NULL REFERENCES places (id) ON DELETE CASCADE,
    word TEXT NOT NULL,
    PRIMARY KEY (place_id, word)
) /*clustered*/;
CREATE INDEX place_words_by_word ON place_words (word, place_id);
ALTER TABLE places ADD COLUMN indexed INTEGER NOT NULL DEFAULT 0;
CREATE INDEX places_unindexed ON places (id) WHERE indexed = 0;
CREATE INDEX places_by_organisation ON places (organisation_id, name, id);

-- What a place offers to those who plan there and to those who come.
ALTER TABLE places ADD COLUMN capacity INTEGER CHECK (capacity BETWEEN 1 AND 100000);
ALTER TABLE places ADD COLUMN equipment TEXT NOT NULL DEFAULT '';
-- 'yes', 'no'; empty: nobody has said.
ALTER TABLE places ADD COLUMN step_free TEXT NOT NULL DEFAULT '';
ALTER TABLE places ADD COLUMN opening_hours TEXT NOT NULL DEFAULT '';

-- What an organisation offers to the others, or needs from them.
CREATE TABLE organisation_offers (
    organisation_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    -- 'offered', 'needed'
    side TEXT NOT NULL,
    offer TEXT NOT NULL,
    PRIMARY KEY (organisation_id, side, offer)
) /*clustered*/;
CREATE INDEX organisation_offers_by_offer ON organisation_offers (offer, side, organisation_id);

CREATE TABLE organisation_links (
    organisation_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    label TEXT NOT NULL,
    url TEXT NOT NULL,
    PRIMARY KEY (organisation_id, position)
) /*clustered*/;
