-- What an organiser asks at registration, beside what is needed.
CREATE TABLE questions (
    id TEXT PRIMARY KEY,
    activity_id TEXT NOT NULL REFERENCES activities (id),
    label TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('choice', 'words')),
    -- One a line.
    choices TEXT NOT NULL,
    sensitive INTEGER NOT NULL CHECK (sensitive IN (0, 1)),
    -- Days after the session at which what was answered is forgotten.
    keep_days INTEGER NOT NULL CHECK (keep_days BETWEEN 1 AND 30),
    asked_at INTEGER NOT NULL,
    ended_at INTEGER,
    -- What somebody says of their health or origin is never kept in their own words.
    CHECK (sensitive = 0 OR kind = 'choice')
) /*strict*/;
CREATE INDEX questions_by_activity ON questions (activity_id);

-- Answers by choice are counted, apart from registrations and from one another.
CREATE TABLE answer_counts (
    session_id TEXT NOT NULL REFERENCES sessions (id),
    question_id TEXT NOT NULL REFERENCES questions (id),
    choice TEXT NOT NULL,
    count INTEGER NOT NULL CHECK (count >= 0),
    -- Day (since 1970) on which counts so small that they could tell of somebody are erased.
    forget_day INTEGER NOT NULL,
    PRIMARY KEY (session_id, question_id, choice)
) /*clustered*/;
CREATE INDEX answer_counts_by_day ON answer_counts (forget_day);

-- Answers in words, sealed under the key of their day. No column leads to who wrote them; the
-- identifier is random, so that their order tells nothing either.
CREATE TABLE answer_words (
    id TEXT PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    question_id TEXT NOT NULL REFERENCES questions (id),
    sealed BLOB NOT NULL,
    forget_day INTEGER NOT NULL
) /*clustered*/;
CREATE INDEX answer_words_by_session ON answer_words (session_id);
CREATE INDEX answer_words_by_day ON answer_words (forget_day);

-- What departs from which principle of the charter, since when. A row stays when it has ended.
CREATE TABLE departures (
    activity_id TEXT NOT NULL REFERENCES activities (id),
    sign TEXT NOT NULL,
    -- The words that show it, or the session or question.
    subject TEXT NOT NULL,
    since INTEGER NOT NULL,
    ended_at INTEGER,
    PRIMARY KEY (activity_id, sign, subject, since)
) /*strict*/;
