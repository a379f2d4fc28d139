-- The same thing told twice: which entry stands for one that is shown no longer.
ALTER TABLE entries ADD COLUMN merged_into TEXT REFERENCES entries (id);
CREATE INDEX entries_by_merge ON entries (merged_into);

-- By what entries that may be the same are found without comparing all with all: digests of what
-- they would share. Derived, like the pairs: an entry that changes is looked at again. Neither refers
-- to the entries for the database to check: that would hold them while others change them.
CREATE TABLE entry_keys (
    key INTEGER NOT NULL,
    entry_id TEXT NOT NULL,
    PRIMARY KEY (key, entry_id)
) /*strict*/;
CREATE INDEX entry_keys_by_entry ON entry_keys (entry_id);

-- Two that are probably the same, the smaller identifier first. Why is told anew when it is read.
CREATE TABLE entry_pairs (
    one_id TEXT NOT NULL,
    other_id TEXT NOT NULL,
    weight INTEGER NOT NULL,
    PRIMARY KEY (one_id, other_id)
) /*strict*/;
CREATE INDEX entry_pairs_by_weight ON entry_pairs (weight);
CREATE INDEX entry_pairs_by_other ON entry_pairs (other_id);

-- Two of which somebody said that they are two, with the name and the address that both had then.
CREATE TABLE entry_distinctions (
    one_id TEXT NOT NULL REFERENCES entries (id),
    other_id TEXT NOT NULL REFERENCES entries (id),
    one_was TEXT NOT NULL,
    other_was TEXT NOT NULL,
    said_at INTEGER NOT NULL,
    -- Account of who said it; empty: the command line.
    said_by TEXT NOT NULL,
    PRIMARY KEY (one_id, other_id)
) /*strict*/;
CREATE INDEX entry_distinctions_by_other ON entry_distinctions (other_id);

-- Merges that stand, and what they need to be undone: the entry that stayed before and after, what
-- the lists said of both, when each part of the one that stayed was verified, the signal it had.
CREATE TABLE entry_merges (
    id TEXT PRIMARY KEY,
    position INTEGER NOT NULL UNIQUE,
    kept_id TEXT NOT NULL REFERENCES entries (id),
    merged_id TEXT NOT NULL REFERENCES entries (id),
    merged_at INTEGER NOT NULL,
    merged_by TEXT NOT NULL,
    merged_state TEXT NOT NULL,
    kept_before TEXT NOT NULL,
    kept_after TEXT NOT NULL,
    said TEXT NOT NULL,
    sections TEXT NOT NULL,
    contradicted TEXT NOT NULL
) /*strict*/;
CREATE INDEX entry_merges_by_kept ON entry_merges (kept_id);
CREATE INDEX entry_merges_by_merged ON entry_merges (merged_id);

-- What a merge moved, in order.
CREATE TABLE entry_moves (
    merge_id TEXT NOT NULL REFERENCES entry_merges (id),
    position INTEGER NOT NULL,
    moved_table TEXT NOT NULL,
    moved_column TEXT NOT NULL,
    row_key TEXT NOT NULL,
    row_rest TEXT,
    PRIMARY KEY (merge_id, position)
) /*strict*/;
