-- Who gives an answer, and how long it may still be corrected. What follows from an answer follows when
-- that time is over; the moment is erased then, and with it what would tell the hour.
ALTER TABLE slip_results ADD COLUMN said_by TEXT;
ALTER TABLE slip_results ADD COLUMN settles_at INTEGER;
CREATE INDEX slip_results_by_settling ON slip_results (settles_at);

-- Of those to whom it was no right place, and of those who found it closed, how many the place itself said.
ALTER TABLE referral_weeks ADD COLUMN wrong_place_received INTEGER NOT NULL DEFAULT 0;
ALTER TABLE referral_weeks ADD COLUMN closed_received INTEGER NOT NULL DEFAULT 0;

-- In which order the entries of a selection stand under their heading; those of the same position by name.
ALTER TABLE booklet_entries ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
