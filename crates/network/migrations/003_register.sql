-- Where an organisation has its seat, and whether it is a member of the network or only known to it
-- (from a list of the ministry, say). Codes of the territory follow from the commune.
ALTER TABLE organisations ADD COLUMN standing TEXT NOT NULL DEFAULT 'member';
ALTER TABLE organisations ADD COLUMN open_to_public INTEGER NOT NULL DEFAULT 1;
ALTER TABLE organisations ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE organisations ADD COLUMN postcode TEXT NOT NULL DEFAULT '';
ALTER TABLE organisations ADD COLUMN insee TEXT NOT NULL DEFAULT '';
ALTER TABLE organisations ADD COLUMN latitude REAL;
ALTER TABLE organisations ADD COLUMN longitude REAL;
-- From the commune: an arrondissement's commune, its inter-communal body, département, région.
ALTER TABLE organisations ADD COLUMN commune TEXT NOT NULL DEFAULT '';
ALTER TABLE organisations ADD COLUMN epci TEXT NOT NULL DEFAULT '';
ALTER TABLE organisations ADD COLUMN department TEXT NOT NULL DEFAULT '';
ALTER TABLE organisations ADD COLUMN region TEXT NOT NULL DEFAULT '';
-- The name folded (territory::folded), to look for it and to sort by it. Filled at the next change
-- of those that were there before; until then they are sorted first.
ALTER TABLE organisations ADD COLUMN name_key TEXT NOT NULL DEFAULT '';
UPDATE organisations SET name_key = lower(name);
CREATE INDEX organisations_by_key ON organisations (standing, name_key, id);
CREATE INDEX organisations_by_region ON organisations (region, standing, name_key, id);
CREATE INDEX organisations_by_department ON organisations (department, standing, name_key, id);
CREATE INDEX organisations_by_epci ON organisations (epci, standing, name_key, id);
CREATE INDEX organisations_by_commune ON organisations (commune, standing, name_key, id);

-- What is known of an organisation in numbers, for comparing like with like.
CREATE TABLE organisation_facts (
    organisation_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    -- seats, collection, visits, …
    fact TEXT NOT NULL,
    value REAL NOT NULL CHECK (value >= 0),
    -- Where it is from: 'ministry', 'typed'.
    source TEXT NOT NULL,
    PRIMARY KEY (organisation_id, fact)
) /*clustered*/;
