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
saved-kept = Kept, encrypted, for you alone: the name you give, the words, the territory and the filters; and, for a search that is followed, which results answered it. Nothing else. It is erased { $months } months after it was last opened, or when your access is closed.
saved-name = Name of the search
saved-name-hint = That of a need, for instance: French lessons in the evening.
saved-words = Words of the search
saved-words-shortened = Only the words that the directory knows are taken over: the others may be those of a person.
saved-heard = Understood as:
saved-rest = Also kept:
saved-one-organisation = Entries of one organisation
saved-follow = Write to me when something changes among the results
saved-followed = Followed
saved-mails = The mails
saved-mails-what = One mail for all of your searches, and none when nothing moved. It says which entries are new, changed, closed, taken out or verified again. It also says which workshops answer, are moved or cancelled, and which organisations are new or have another address.
saved-pace = At most one mail
saved-pace-daily = a day
saved-pace-weekly = a week
saved-no-mail = No mail server is set up here: you cannot be written to when something changes.
saved-submit = Keep
saved-open = Open
saved-change = Rename, follow, erase
saved-remove = Erase
saved-until = Kept on { $made }, until { $until } unless you open it before.
saved-quoted = “{ $words }”
saved-problem-name = Give a name of 2 to { $most } characters.
saved-problem-empty = There is nothing to search: write a word, or choose a filter.
saved-problem-many = You keep { $most } searches already: erase one first.
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
saved-news-session-new = answers this search, next session on { $date }
saved-news-session-changed = another date or place: { $date }
saved-news-session-gone = the session of { $date } is cancelled or postponed
saved-news-organisation-changed = another name, address or contact
saved-news-organisation-gone = no longer open to the public
saved-news-changed = changed ({ $parts })
saved-news-verified = verified on { $date } ({ $how })
mail-searches-subject = { $count ->
        [one] One result moved in your searches
       *[other] { $count } results moved in your searches
    }
mail-searches-body =
    Hello,

    This is what has changed in the directory and the programme, since { $since }, for the searches that you follow.

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
easy-on = Read in easy words
easy-off = Back to the usual page
easy-lead-write = Write what you are looking for, in your own words.
easy-lead-near = We search near you.
easy-q = What are you looking for?
easy-q-hint = For example: learn French.
easy-where-hint = Write the name of your town.
easy-only-open = Only what is open now
easy-chosen = You have chosen:
easy-count = { $count ->
        [0] We have found nothing.
        [one] We have found one answer.
       *[other] We have found { $count } answers.
    }
easy-less-sure = These answers are less sure.
easy-sharper = To search better
easy-heard = Perhaps you are looking for this. Touch it to choose.
easy-nothing-kept = We keep nothing of what you write here.
easy-slip-go = Make the slip to take with you
easy-by = It is offered by: { $by }.
easy-near = It is very near, less than one kilometre away.
easy-km = { $km ->
        [one] It is one kilometre away.
       *[other] It is { $km } kilometres away.
    }
easy-remote = You can do it from home.
easy-open-now = It is open now.
easy-closes = It is open now, until { $time }.
easy-closed-now = It is closed now.
easy-appointment = You need an appointment.
easy-opens-today = It opens today at { $time }.
easy-opens-tomorrow = It opens tomorrow at { $time }.
easy-opens = It opens on { $date } at { $time }.
easy-next = The next date is: { $date } at { $time }.
easy-verified = We checked { $ago }.
easy-never = We have not checked yet. Ask before you go.
easy-notice = { $what }, from { $first } to { $last }.
easy-noon = noon
easy-midnight = midnight
easy-hour = { $hour }:00
easy-minutes = { $hour }:{ $minute }
easy-span = from { $from } to { $to }
easy-then = { $first }, then { $next }
easy-days = from { $from } to { $to }
easy-day = on { $day }
easy-open-line = Open { $days } { $hours }.
easy-appointment-line = By appointment { $days } { $hours }.
easy-closed-line = Closed { $days }.
easy-other-line = { $days }: { $hours }.
easy-what = What is it?
easy-whom = Who is it for?
easy-cost = What does it cost?
easy-free = It is free. You pay nothing.
easy-paid = You have to pay.
easy-hours-unknown = We do not know. Ask before you go.
easy-call = Call:
easy-write = Write to:
easy-site = Go to the website:
easy-sure = Is it up to date?
easy-slip = Make a slip to take with you
easy-wrong = Is there a mistake?
easy-wrong-hint = Tell us what is wrong. We do not ask for your name.
easy-reported = Thank you. We will check.
easy-search = Search for something else
easy-organisation = It is an organisation: { $kind }.
easy-in = It is in { $city }.
easy-job = You speak of a job: { $name }.
offered-title = What this organisation offers
offered-more = { $n ->
        [one] And one more entry, in the directory
       *[other] And { $n } more entries, in the directory
    }
job-heard = Job recognised: { $name } ({ $code })
job-because = Recognised in your words by France Travail’s list of jobs (ROME). The results are the same with or without it.
job-also = Also called: { $names }.
job-near = Jobs near it:
job-not = It is not a job that I am looking for
easy-access = How to get in
easy-languages = Which languages are spoken
