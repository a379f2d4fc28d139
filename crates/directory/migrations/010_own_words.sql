-- What an administrator adds to the lexicon of the trade: how people here say it, and what they mean.
CREATE TABLE own_words (
    id TEXT PRIMARY KEY,
    -- Ways of saying it, one a line.
    said TEXT NOT NULL,
    -- What else to look for, one a line.
    means TEXT NOT NULL,
    -- Codes of themes, one a line.
    themes TEXT NOT NULL,
    changed_at INTEGER NOT NULL
) /*strict*/;
