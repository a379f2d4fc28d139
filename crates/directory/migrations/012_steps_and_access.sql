-- A list on its way into the directory.
CREATE TABLE taking_plans (
    id TEXT PRIMARY KEY REFERENCES takings (id),
    -- One at a time of each list.
    source TEXT NOT NULL UNIQUE REFERENCES list_sources (source),
    -- prepared: nothing of it is to be seen, and whoever comes next may drop it; decided: it is carried
    -- through in steps, by whoever finds it; dropped: what there is of it is being erased.
    state TEXT NOT NULL,
    -- When somebody last worked on it, in seconds since 1970.
    touched_at INTEGER NOT NULL,
    -- How many rows there were to write, and how many were written.
    steps INTEGER NOT NULL DEFAULT 0,
    done INTEGER NOT NULL DEFAULT 0,
    -- Who takes it and how, as JSON.
    head TEXT NOT NULL
) /*strict*/;

-- What is still to be written of it, as JSON.
CREATE TABLE taking_plan_rows (
    taking_id TEXT NOT NULL REFERENCES taking_plans (id),
    position INTEGER NOT NULL,
    planned TEXT NOT NULL,
    PRIMARY KEY (taking_id, position)
) /*strict*/;

-- Languages that are spoken (codes of ISO 639, apart by spaces), and whether somebody who uses a wheelchair
-- gets in. Empty: nobody said.
ALTER TABLE entries ADD COLUMN languages TEXT NOT NULL DEFAULT '';
ALTER TABLE entries ADD COLUMN step_free TEXT NOT NULL DEFAULT '';
-- A page that tells how accessible the place is.
ALTER TABLE entries ADD COLUMN access_link TEXT NOT NULL DEFAULT '';
ALTER TABLE entries ADD COLUMN access_detail TEXT NOT NULL DEFAULT '';
-- What the search offers to choose: there are few, while nobody says.
CREATE INDEX entries_by_languages ON entries (languages) WHERE languages <> '';
CREATE INDEX entries_by_step_free ON entries (step_free) WHERE step_free <> '';
