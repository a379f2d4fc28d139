# Referral: a question in plain words, and what answers it.
find-menu = Find help
find-title = Find help
find-lead = Say what you need in your own words (in French): you get what there is near you, why it fits, and when it was last checked.
find-q = What do you need?
find-q-hint = For example: refaire mon CV, apprendre le français, VAE, « je sais pas quoi faire comme métier ».
find-where = Where are you?
find-kind = What
find-any-kind = Anything
find-kind-session = Session of the programme
find-kind-organisation = Organisation
find-open-now = Open now
find-remote-only = From a distance
find-go = Search
find-chosen = Narrowed down
find-take-off = take off
find-problem-which = There are several territories named “{ $typed }”. Which one is it?
find-problem-once = “{ $name }” can be given only once.
find-problem-organisation = “{ $typed }” is the identifier of no organisation (“{ $name }”).
find-problem-unknown = “{ $name }” is not a parameter of this address. Possible parameters: { $accepted }.
find-problem-number = “{ $typed }” is not a whole number from { $least } to { $most } (“{ $name }”).
find-problem-theme = “{ $typed }” is no known theme (“{ $name }”): give its code of data·inclusion, such as “{ $example }”.
find-problem-choice = “{ $typed }” is not accepted for “{ $name }”. Possible values: { $accepted }.
find-problem-parameters = This search is not understood: see what is said of each parameter.
find-urgent-title = If it is urgent
find-urgent-violence = Immediate danger: 17, or 114 by text message. Violence against women: 3919. Free of charge, at any hour.
find-urgent-shelter = A shelter for tonight: 115. Free of charge, at any hour.
find-urgent-suicide = Somebody listens and does not judge: 3114. Free of charge, at any hour.
find-urgent-child = A child in danger: 119. Free of charge, at any hour, and the call is on no bill.
find-place = Look near:
find-corrected = Did you mean:
find-expression = { $typed }: { $means }
find-alike = Nothing holds these words. This comes somewhat near, and may have nothing to do with it: read it with care, or ask the person at the desk.
find-nearby = Nothing answers these words. Here is only what is nearest; say it otherwise, or ask somebody on the spot.
find-nothing = There is nothing in the directory for this search. Take something off, or ask an organisation of the network.
find-unclear = Make your search clearer.
find-none-open = Nothing of what answers is open right now, or its hours are not known.
find-count = { $count ->
        [0] No result
        [one] One result
       *[other] { $number } results
    }
find-count-15 = { $count ->
        [one] One result within 15 km
       *[other] { $number } results within 15 km
    }
find-count-30 = { $count ->
        [one] One result within 30 km
       *[other] { $number } results within 30 km
    }
find-count-60 = { $count ->
        [one] One result within 60 km
       *[other] { $number } results within 60 km
    }
find-count-department = { $count ->
        [one] One result in the département
       *[other] { $number } results in the département
    }
find-count-region = { $count ->
        [one] One result in the région
       *[other] { $number } results in the région
    }
find-count-remote = { $count ->
        [one] One result, with what can be had from a distance
       *[other] { $number } results, with what can be had from a distance
    }
find-count-everywhere = { $count ->
        [one] One result in the whole directory
       *[other] { $number } results in the whole directory
    }
find-answers = answers: { $what }
find-means = { $means } (“{ $typed }”)
find-begins = { $word } (“{ $typed }”)
find-near = less than a kilometre away
find-km = { $km } km away
find-remote = from a distance
find-open = open now
find-open-until = open now, until { $time }
find-by-appointment = by appointment
find-closed = closed
find-opens-today = closed right now, opens today at { $time }
find-opens-tomorrow = opens tomorrow at { $time }
find-opens = opens on { $date } at { $time }
find-next = next session { $when }
find-verified = verified { $ago }
find-never-verified = never verified
find-until = until { $date }
find-reported = Reported, not checked yet: { $what }
find-pick = Put on the slip
find-unpick = Take off the slip
find-picked = { $n ->
        [one] One result on the slip.
       *[other] { $n } results on the slip.
    }
find-make-slip = Make the slip
find-pages = Pages of results
find-before = Before
find-next-page = Next
find-sharper = Say it sharper
find-heard = What we understood:
find-neighbours = Neighbouring needs
find-nothing-kept = Nothing of what you write here is kept with you: no account, no cookie.
refine-heard = Asked because we understood: { $themes }.
refine-chosen = Asked because you chose: { $themes }.
refine-job = A job in mind?
refine-job-yes = Yes, to be confirmed
refine-job-no = No, to be discovered
refine-training = Is the training found?
refine-training-why = Finding a training and paying for it are done in different places.
refine-training-find = No, to be found
refine-training-pay = Yes, the paperwork
refine-step = At which step?
refine-step-cv = CV and letter
refine-step-offers = Answering offers
refine-step-interview = Preparing an interview
refine-french = Reading, writing or counting?
refine-french-why = These courses are often separate.
refine-french-learn = French
refine-french-count = Counting
refine-housing = For when?
refine-housing-why = An emergency and looking for a home are dealt with in different places.
refine-housing-tonight = A roof for tonight or for a while
refine-housing-keep = Keep my home
refine-housing-rent = Rent
refine-digital = Learn, do, or get equipment?
refine-digital-learn = Learn to use it
refine-digital-do = Do a procedure
refine-digital-get = Get a computer or a telephone
refine-who = One of these?
refine-who-why = Asked because some services are reserved. The answer is not kept.
refine-who-registered = Registered as a job seeker
refine-who-young = Under 26
refine-who-work = At work
refine-who-disabled = With a disability
directory-problem-vectors = The models that search by meaning, in “{ $path }”, cannot be read: { $why }.
directory-problem-no-vectors = The folder “{ $path }” holds no model that searches by meaning. “tools/vectors.sh” downloads them; without the setting “vectors” the search goes by words alone.
directory-problem-index = The search index does not answer: try again in a moment. The administrator can rebuild it with “tandem index rebuild”.
needs-title = Unmet needs
needs-lead = What people looked for and found no answer to nearby. Neither words nor persons are kept: numbers by week, département and theme, shown from { $floor } searches on. The week that runs is not in them yet.
needs-department = Département
needs-everywhere = All
needs-nowhere = Nowhere said
needs-theme = Theme understood
needs-no-theme = Need not recognised
needs-asked = Searches
needs-weak = Weak answer
needs-nothing = No answer
needs-show = Show
needs-none = Not enough searches in this period to show anything.
needs-rest = At least { $n } other searches, for needs that too few looked for to be shown.
needs-few = Fewer than { $floor } other searches.
needs-map = Where something is missing
needs-map-label = Map of France: share of searches without a good answer, by département. The table has the same numbers.
needs-map-note = Only searches that are shown above count. Overseas territories are not drawn: they are in the table. Outlines are approximate.
needs-unmet = No good answer
needs-class-few = fewer than one search in ten
needs-class-some = from one in ten to one in four
needs-class-many = from one in four to one in two
needs-class-most = half or more
needs-class-untold = too few searches
needs-kept = Weak answer: beyond the département, or less than half of the words found. Counted by the program. Weeks in which few looked for something are put together until there are { $floor } searches: they count together or not at all.
find-today-closed = closed today
find-today-appointment = { $span } by appointment
find-less-sure = Less surely
find-near-all = What there is all the same
find-language = Language spoken
find-any-language = Any
find-step-free = Wheelchair accessible
find-said-only = Only entries that say so are shown. Elsewhere nobody may have said: call before you rule a place out.
find-page-choice = “{ $typed }” is not among the choices of “{ $what }”: the address of the page was probably miscopied. Choose again below.
find-page-address = “{ $typed }” makes no sense here: the address of the page was probably miscopied. Search again below.
find-page-organisation = “{ $typed }” names no organisation that is known here: the address of the page was probably miscopied. Search again below.
