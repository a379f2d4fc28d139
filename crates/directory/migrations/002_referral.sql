-- Referral slips: results that somebody was given on paper. Nothing of the person who holds one, no
-- time of day. Rows are erased after some weeks; what they counted stays in the tables by week.
CREATE TABLE slips (
    id TEXT PRIMARY KEY,
    -- Whose desk made it; NULL: a person alone.
    organisation_id TEXT REFERENCES organisations (id),
    paper TEXT NOT NULL,
    -- In words that are easy to read.
    easy INTEGER NOT NULL DEFAULT 0,
    made_on TEXT NOT NULL
) /*strict*/;
CREATE INDEX slips_by_day ON slips (made_on);
CREATE INDEX slips_by_organisation ON slips (organisation_id);

-- How often in a row nobody said what became of those sent there.
CREATE TABLE entry_silences (
    entry_id TEXT PRIMARY KEY REFERENCES entries (id),
    times INTEGER NOT NULL,
    last_on TEXT NOT NULL
) /*strict*/;

-- Slips made, by the Monday of their week. The identifier is made of the rest: a merge of
-- organisations may leave two rows of a week, which add up.
CREATE TABLE slip_weeks (
    id TEXT PRIMARY KEY,
    week TEXT NOT NULL,
    organisation_id TEXT REFERENCES organisations (id),
    slips INTEGER NOT NULL
) /*strict*/;
CREATE INDEX slip_weeks_by_week ON slip_weeks (week);
CREATE INDEX slip_weeks_by_organisation ON slip_weeks (organisation_id, week);

-- Results handed over in a week, and what was said of them, whenever that was.
CREATE TABLE referral_weeks (
    id TEXT PRIMARY KEY,
    week TEXT NOT NULL,
    organisation_id TEXT REFERENCES organisations (id),
    entry_id TEXT REFERENCES entries (id),
    session_id TEXT,
    handed INTEGER NOT NULL,
    arrived INTEGER NOT NULL,
    -- Of those who arrived, how many the place itself said.
    received INTEGER NOT NULL,
    wrong_place INTEGER NOT NULL,
    closed INTEGER NOT NULL,
    CONSTRAINT answered_once CHECK (arrived + wrong_place + closed <= handed AND received <= arrived)
) /*strict*/;
CREATE INDEX referral_weeks_by_week ON referral_weeks (week);
CREATE INDEX referral_weeks_by_organisation ON referral_weeks (organisation_id, week);
CREATE INDEX referral_weeks_by_entry ON referral_weeks (entry_id, week);

-- What a slip holds, an entry or a session each, and what became of it.
CREATE TABLE slip_results (
    slip_id TEXT NOT NULL REFERENCES slips (id),
    position INTEGER NOT NULL,
    entry_id TEXT REFERENCES entries (id),
    session_id TEXT,
    -- A digest of the code under the key of the instance: the code itself is nowhere.
    code BLOB NOT NULL UNIQUE,
    -- Where it is counted, whoever the organisations are merged with.
    counted_in TEXT NOT NULL REFERENCES referral_weeks (id),
    said TEXT,
    said_on TEXT,
    -- So long without a word that it counts as unanswered.
    silent INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (slip_id, position),
    CHECK ((entry_id IS NULL) <> (session_id IS NULL))
) /*strict*/;
