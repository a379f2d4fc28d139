# A counsellor's tools: comparing, following a search, easy reading.
compare-link = { $n ->
        [2] Compare the two
       *[other] Compare the first three
    }
compare-title = { $n ->
        [2] Compare two entries
        [3] Compare three entries
       *[other] Compare entries
    }
compare-missing = { $n ->
        [one] One of the entries asked for is not in the directory any more, or never was: it is left out.
       *[other] { $n } of the entries asked for are not in the directory any more, or never were: they are left out.
    }
compare-over = { $n ->
        [one] Three entries at most are compared: the last one is left out.
       *[other] Three entries at most are compared: the last { $n } are left out.
    }
compare-too-few = It takes two entries to compare. In a search, put two results on the slip, then choose “Compare the two”.
compare-distance = Say how far
compare-differ = What differs
compare-none-differ = Nothing differs: these entries say the same.
compare-same = What is the same
compare-silent = { $n ->
        [2] Neither of them says: { $what }.
       *[other] None of the three says: { $what }.
    }
compare-odd = unlike the others
compare-without = Take out
compare-now = At the moment
compare-open = Today
compare-far = Distance
compare-slip = { $n ->
        [2] Print a slip with both
       *[other] Print a slip with all three
    }
saved-title = My searches
saved-lead = The searches that you have kept. Nobody but you sees them.
saved-none = No search is kept. Search, then choose “Keep this search”.
saved-keep = Keep this search
saved-new = Keep a search
saved-warning = Write no name here, nor anything of a person’s situation: a search that is kept speaks of a need, never of somebody.
saved-kept = Kept, encrypted, for you alone: the name you give, the words, the territory and the filters; and, for a search that is followed, which entries answered it. Nothing else. It is erased { $months } months after it was last opened, or when your access is closed.
saved-name = Name of the search
saved-name-hint = That of a need, for instance: French lessons in the evening.
saved-words = Words of the search
saved-words-shortened = Only the words that the directory knows are taken over: the others may be those of a person.
saved-rest = Also kept:
saved-follow = Write to me when something changes among the results
saved-followed = Followed
saved-mails = The mails
saved-mails-what = One mail for all of your searches, and none when nothing moved. It says which entries are new, changed, closed, taken out or verified again. It follows neither workshops nor organisations.
saved-pace = At most one mail
saved-pace-daily = a day
saved-pace-weekly = a week
saved-no-mail = No mail server is set here: nothing will be sent.
saved-submit = Keep
saved-open = Open
saved-change = Rename, follow, erase
saved-remove = Erase
saved-until = Kept on { $made }, until { $until } unless you open it before.
saved-quoted = “{ $words }”
saved-problem-name = Give a name of 2 to { $most } characters.
saved-problem-empty = There is nothing to search: write a word, or choose a filter.
saved-problem-many = You keep { $most } searches already: erase one first.
saved-problem-not-followed = The mails follow entries of the directory, not workshops or organisations.
saved-stop-title = No more of these mails
saved-stop-lead = { $n ->
        [one] You follow one search. It stays kept; no mail will speak of it any more.
       *[other] You follow { $n } searches. They stay kept; no mail will speak of them any more.
    }
saved-stop-go = Write to me no more
saved-stopped = Done: you follow no search.
saved-news-gone = taken out of the directory
saved-news-new = new, or a new answer to this search
saved-news-closed = closed from { $first } to { $last }
saved-news-changed = changed ({ $parts })
saved-news-verified = verified on { $date } ({ $how })
mail-searches-subject = { $count ->
        [one] One entry moved in your searches
       *[other] { $count } entries moved in your searches
    }
mail-searches-body =
    Hello,

    This is what has changed in the directory, since { $since }, for the searches that you follow.

    { $lines }

    Your searches, and how often we write to you: { $list }
    No more of these mails: { $stop }

    { $network }
mail-searches-search =
    “{ $name }”
    { $link }
mail-searches-entry =
    - { $title } ({ $owner }): { $why }
      { $link }
mail-searches-gone = - { $title } ({ $owner }): { $why }
mail-searches-more = { $count ->
        [one] And another one: open the search.
       *[other] And { $count } more: open the search.
    }
