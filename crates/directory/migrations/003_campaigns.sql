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
