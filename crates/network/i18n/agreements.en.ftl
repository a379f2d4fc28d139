# Circles, forms of partnership and agreements.
agreements-menu = Agreements
agreements-lead = What binds the organisations of the network: who promised what, since when and until when.
agreements-new = Add an agreement
agreements-none = None
agreements-title = Title
agreements-form = Form of partnership
agreements-parties = Parties
agreements-parties-hint = At least two. Choose those that have signed or will sign.
agreements-party = Party { $n }
agreements-holder = Holder
agreements-holder-hint = The party to which the agreement gives its form: the associated centre, the partner. Leave empty if it gives it to nobody.
agreements-status = Status
agreements-status-draft = draft
agreements-status-upcoming = to come
agreements-status-in-force = in force
agreements-status-expiring = expires soon
agreements-status-expired = expired
agreements-status-ended-early = ended before its term
agreements-signed = Signed on
agreements-signed-hint = Without a date it is a draft: nothing of it is shown to the public.
agreements-unsigned = Not signed yet
agreements-starts = First day
agreements-starts-hint = The day from which it applies.
agreements-ends = Last day
agreements-ends-hint = Leave empty if it has no term.
agreements-endless = Without end
agreements-renewal = Renewal
agreements-renewal-none = none
agreements-renewal-tacit = tacit
agreements-renewal-explicit = by a new agreement
agreements-renewal-months = Length of each further term (months)
agreements-renewal-months-hint = For tacit renewal.
agreements-months = { $count ->
    [one] one month each time
   *[other] { $count } months each time
  }
agreements-next-term = Next term: { $date }
agreements-goes-on = goes on after { $date }
agreements-ended = Ended on
agreements-ended-reason = Reason
agreements-end-early = End before the term
agreements-end-early-hint = The last day on which it applies, and why.
agreements-notes = Notes
agreements-notes-hint = For professionals of the parties; never shown to the public.
agreements-follows = Renews
agreements-followed = Renewed by
agreements-to-renew = To renew
agreements-to-renew-hint = Term within 90 days, or past for less than a year, and no signed agreement that follows. Coordinators are reminded 90 days and 30 days before.
agreements-current = Current
agreements-current-none = No current agreement concerns your organisation.
agreements-over = { $count ->
    [one] One agreement that is over
   *[other] { $count } agreements that are over
  }
agreements-edit = Change
agreements-renew = Prepare the renewal
agreements-renew-hint = This agreement will follow the one before and take over its commitments.
agreements-print = Print
agreements-remove = Remove the draft
agreements-remove-hint = A signed agreement is not removed: its end is noted.
agreements-history = History
agreements-changed = { $field }: { $was } becomes { $is }
agreements-form-says = What the form “{ $form }” asks for and gives
agreements-asks = What it asks for
agreements-gives = What it gives
agreements-documents = Documents
agreements-documents-none = No document.
agreements-document-pdf = PDF
agreements-document-odt = LibreOffice text
agreements-document-docx = Word text
agreements-document-png = PNG picture
agreements-document-jpeg = JPEG picture
agreements-document-webp = WebP picture
agreements-kilobytes = { $n } kB
agreements-file = Add a document
agreements-file-hint = PDF, LibreOffice or Word text without macros, or a picture; 5 MB at most.
agreements-file-add = Send the document
agreements-commitments = Commitments
agreements-commitments-none = No commitment is noted.
agreements-commitments-edit = Note commitments
agreements-commitments-lead = What each party promises to do each year. Empty “Who promises” to take a commitment away.
agreements-commitment = Commitment { $n }
agreements-who = Who promises
agreements-what = What
agreements-per-year = How many a year
agreements-year = Year
agreements-year-calendar = calendar year
agreements-year-school = school year
agreements-counting = Sessions that count
agreements-counting-with = those that another party organises, animates or hosts
agreements-counting-whole = all that the party organises or animates
agreements-words = In words
agreements-kind-sessions = workshops, clubs and other sessions
agreements-kind-drop-ins = drop-in desks
agreements-kind-exchanges = days of exchange or immersion
agreements-kind-other = another commitment
agreements-typed = not counted by the program, typed in
agreements-compare = Promised and done
agreements-figures = Type in a figure
agreements-figures-lead = Days of exchange and other commitments are not counted by the program: note here what was done. The figure will be shown as typed in.
agreements-figures-none = No commitment of this agreement is typed in: the program counts sessions and drop-in desks by itself.
agreements-figures-of = Of what, in which year
agreements-figures-done = Done
agreements-figures-done-hint = Leave empty to take a figure away.
agreements-figures-typed = Figures typed in
agreements-figures-when = Typed on
agreements-promise = { $who }: { $what }
agreements-circles = The circles
agreements-circles-lead = Who stands how close to each centre. The first circle brings together signatories, permanent actors and counsel on the hubs; the second, recurring actors and those who animate small groups.
agreements-circles-none = No circle is noted yet.
agreements-circle-new = Place an organisation in a circle
agreements-circle-who = Organisation
agreements-circle-with = Around
agreements-circle-since = Since
agreements-circle-since-hint = Leave empty if the date is not known.
agreements-circle-until = Until
agreements-circle-until-hint = Leave empty as long as it lasts.
agreements-circle-remove-hint = For a mistake only. If the organisation has left the circle, note until when it was there instead.
agreements-around = Around { $centre }
agreements-not-today = not today
agreements-bond = Place
agreements-bond-first = first circle
agreements-bond-signatory = first circle, signed the founding agreement
agreements-bond-permanent-actor = first circle, permanent actor
agreements-bond-counsel = first circle, counsel on the hubs
agreements-bond-service-provider = service provider
agreements-bond-second = second circle
agreements-bond-recurring-actor = second circle, recurring actor
agreements-bond-animator = second circle, animates small groups
agreements-since = since { $date }
agreements-until = until { $date }
agreements-forms = Forms of partnership
agreements-forms-lead = What each form asks for and what it gives, to choose the one that fits.
agreements-new-form = Add a form
agreements-counts-as = Counts in lists as
agreements-asks-fr = What it asks for, in French
agreements-asks-en = What it asks for, in English
agreements-gives-fr = What it gives, in French
agreements-gives-en = What it gives, in English
agreements-line-each = One line a point.
agreements-without = Who animated without an agreement in force
agreements-public = Place in the network
agreements-public-circle = { $bond }, around { $centre }
agreements-public-agreement = Agreement in force, { $form }
agreements-public-parties = Between:
agreements-public-charter = Adheres to the charter, version { $version }
agreements-problem-title = Give a title of at most 200 characters.
agreements-problem-parties = Choose 2 to 12 different organisations.
agreements-problem-holder = The holder must be one of the parties.
agreements-problem-signed = Give a date in the past, or today’s; as long as nothing is signed, leave it empty.
agreements-problem-starts = A signed agreement has a first day.
agreements-problem-ends = The last day comes before the first.
agreements-problem-tacit-end = Tacit renewal needs the last day of the first term.
agreements-problem-months = Give 1 to 120 months.
agreements-problem-ended = This date must follow the first day of a signed agreement and come before its term.
agreements-problem-reason = Say in a few words why it ends.
agreements-problem-notes = This text is over 4,000 characters.
agreements-problem-form = This form of partnership is no longer there. Choose another one.
agreements-problem-own = At least one of the parties must be an organisation that you look after.
agreements-problem-promised = A party you took out has promised something: take its commitments away first.
agreements-problem-followed = Another agreement renews this one already.
agreements-problem-signed-stays = It is signed, or another one renews it: it is not removed. Note its end instead.
agreements-problem-changed = Somebody else has changed something in the meantime. Nothing was saved: read what follows again, then save to keep what you wrote.
agreements-problem-itself = An organisation is not in its own circle.
agreements-problem-until = The end comes before the beginning.
agreements-problem-no-party = Choose one of the parties.
agreements-problem-per-year = Give a number from 1 to 9,999.
agreements-problem-empty = Give a number, or say the commitment in words.
agreements-problem-counted = Choose a commitment that the program does not count by itself.
agreements-problem-year = This year is not one of the agreement.
agreements-problem-figure = Give a number from 0 to 9,999, or leave it empty.
agreements-problem-file-missing = Choose a file.
agreements-problem-file-large = This file is over 5 MB. Nothing was saved.
agreements-problem-file-kind = This file is neither a PDF, nor a LibreOffice or Word text without macros, nor a PNG, JPEG or WebP picture, whatever its name. Nothing was saved.
agreements-problem-file-many = Twenty documents at most for an agreement: remove one first.
mail-agreement-subject = Agreement to renew: { $title }
mail-agreement-body =
    Hello,

    The agreement “{ $title }” ({ $parties }) ends on { $date }.

    If it is to go on, prepare what follows with the other parties:
    { $link }

    { $network }
mail-agreement-tacit-subject = Agreement about to go on: { $title }
mail-agreement-tacit-body =
    Hello,

    The agreement “{ $title }” ({ $parties }) comes to its term on { $date } and will go on by itself.

    This is the time to talk if something is to change:
    { $link }

    { $network }
