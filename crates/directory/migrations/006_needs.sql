-- What people asked for, counted by week, département and theme: never their words, never one person.
CREATE TABLE asked_needs (
    -- Monday of the week.
    week TEXT NOT NULL,
    -- Code of the département; empty: nobody said where.
    department TEXT NOT NULL,
    -- Code of the theme that was understood; empty: none.
    theme TEXT NOT NULL,
    asked INTEGER NOT NULL,
    -- Of these, answered weakly (far away, or by a part of the words), and not at all.
    weak INTEGER NOT NULL,
    unanswered INTEGER NOT NULL,
    PRIMARY KEY (week, department, theme)
) /*strict*/;
