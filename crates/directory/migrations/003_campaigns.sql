-- The last reminder of what is to be verified to each organisation: how many it had since it was up
-- to date, and when. Its identifier follows from that of the one before, so that of two nodes that
-- write at once one does.
CREATE TABLE entry_reminders (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    times INTEGER NOT NULL,
    last_on TEXT NOT NULL
) /*strict*/;
CREATE INDEX entry_reminders_by_organisation ON entry_reminders (organisation_id);

-- Entries that somebody asked to be reminded of later.
CREATE TABLE entry_delays (
    entry_id TEXT PRIMARY KEY REFERENCES entries (id),
    until_on TEXT NOT NULL
) /*strict*/;

-- When each part of an entry was last verified; of an entry that is verified whole, all of them.
CREATE TABLE entry_sections (
    entry_id TEXT NOT NULL REFERENCES entries (id),
    section TEXT NOT NULL,
    verified_on TEXT NOT NULL,
    PRIMARY KEY (entry_id, section)
) /*strict*/;

-- A time in which the entries of a territory are verified together.
CREATE TABLE campaigns (
    id TEXT PRIMARY KEY,
    -- Whose coordinator opened it; empty: an administrator of the network.
    organisation_id TEXT REFERENCES organisations (id),
    name TEXT NOT NULL,
    zone TEXT NOT NULL,
    sections TEXT NOT NULL,
    first_on TEXT NOT NULL,
    last_on TEXT NOT NULL,
    closed_on TEXT
) /*strict*/;
CREATE INDEX campaigns_by_time ON campaigns (first_on);

-- What a campaign came to, kept when it is closed: its figures can still be opened then.
CREATE TABLE campaign_entries (
    campaign_id TEXT NOT NULL REFERENCES campaigns (id),
    entry_id TEXT NOT NULL REFERENCES entries (id),
    done_on TEXT,
    PRIMARY KEY (campaign_id, entry_id)
) /*strict*/;

-- Links of entries that were asked whether they answer.
CREATE TABLE link_checks (
    entry_id TEXT NOT NULL REFERENCES entries (id),
    url TEXT NOT NULL,
    checked_on TEXT NOT NULL,
    -- On how many days in a row it did not.
    failed_days INTEGER NOT NULL DEFAULT 0,
    -- Where it led, if elsewhere.
    leads_to TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (entry_id, url)
) /*strict*/;
