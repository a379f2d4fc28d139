# Sharing practice between professions.
sharing-kind = Form
sharing-title = Title
sharing-date = Date
sharing-host = Hosted by
sharing-kind-awareness = Awareness day
sharing-kind-visit = Morning visit
sharing-kind-job-swap = Job swap
sharing-kind-other = Other meeting of professionals
sharing-state-draft = Draft
sharing-state-announced = Announced
sharing-state-held = Held
sharing-state-cancelled = Cancelled
sharing-counted = counted
sharing-typed = typed in
sharing-profession-librarian = Somebody who works in a library
sharing-profession-counsellor = Somebody who works in a career-guidance centre
sharing-profession-partner = Somebody who works with a partner
sharing-testimony-waiting = Not read yet
sharing-testimony-published = Published
sharing-testimony-refused = Not published
sharing-closed-draft = This day is not announced yet.
sharing-closed-cancelled = This day is cancelled.
sharing-closed-over = This day has begun or is over: nobody can register or withdraw any more.
sharing-closed-full = This day is full.
sharing-full = Full
sharing-over = Over
sharing-left = { $left ->
    [one] One place
   *[other] { $left } places
  }
sharing-from-to = from { $start } to { $end }
sharing-problem-end = The end comes after the start.
sharing-problem-time = Write a time, such as 9:30.
sharing-problem-capacity = Give 1 to 1000 places.
sharing-problem-figure = Give a number, or leave empty what nobody counted.
sharing-problem-sums = These numbers do not agree: registered + walk-ins = present + absent.
sharing-problem-place = There is no such place.
sharing-problem-guest = There is no such organisation.
sharing-problem-over = This day is closed or cancelled: it changes no more.
sharing-problem-taken = { $taken ->
    [one] One place is taken
   *[other] { $taken } places are taken
  } already: do not offer fewer.
sharing-problem-past = This date is past.
sharing-problem-as-whose = Choose the organisation for which one comes.
sharing-problem-not-for-you = This day is for the organisations it invites.
sharing-problem-name = Give a name of 100 characters at most.
sharing-problem-gone = This registration is erased: nothing of you is left here.
sharing-problem-forgotten = The names are forgotten: only figures typed in can still be kept.
sharing-problem-not-yet = This day has not begun.
sharing-problem-counted = These figures come from the list: tick the box to replace them.
sharing-problem-not-there = Only people ticked as present can leave a testimony, as long as the list exists.
sharing-problem-tells-who = These words seem to tell who somebody is (name, address, number): take it out.
sharing-problem-said = You have left a testimony of this day already: take it back to write another.
sharing-problem-no-consent = Its author did not agree to its publication.
sharing-problem-reason = Say why, in 300 characters at most.
sharing-mail-registered-subject = Your registration: { $title }
sharing-mail-registered-body =
  Hello,

  { $by } registered you for “{ $title }”, { $date } at { $time }, { $place } (host: { $host }).

  See what is kept of you, or withdraw: { $link }

  Your name and address will be erased on { $forgotten }.
sharing-mail-reminder-subject = Tomorrow: { $title }
sharing-mail-reminder-body =
  Hello,

  A reminder: “{ $title }”, { $date } at { $time }, { $place } (host: { $host }).

  You cannot come any more? { $link }
sharing-mail-changed-subject = Changed: { $title }
sharing-mail-changed-body =
  Hello,

  “{ $title }” has changed. It is now { $date } at { $time }, { $place } (host: { $host }).

  Your place: { $link }
sharing-mail-cancelled-subject = Cancelled: { $title }
sharing-mail-cancelled-body =
  Hello,

  “{ $title }”, planned for { $date } at { $time }, is cancelled. { $reason }
sharing-public = Sharing of practice
sharing-public-lead = Librarians and counsellors visit one another, to point everyone the right way.
sharing-coming = Coming days
sharing-none-coming = No day is announced for the moment.
sharing-hosted-by = Host: { $name }
sharing-illustrative = made up
sharing-illustrative-long = This day is made up for the demonstration.
sharing-professionals-only = These days are for the professionals of the network.
sharing-register-there = Sign in to register
sharing-figures = In figures
sharing-period = Choose a period
sharing-from = From
sharing-to = To
sharing-show = Show
sharing-none-held = No day was held in this period.
sharing-kind-at = { $kind } – { $host }
sharing-colon = { ": " }
sharing-days = { $count ->
    [one] one day
   *[other] { $count } days
  }
sharing-people = { $count ->
    [0] nobody was counted
    [one] one person
   *[other] { $count } people
  }
sharing-illustrative-figures = Demonstration: the sums are those of the 2017 report, the dates and the split between the days are made up.
sharing-said = What participants say of it
sharing-said-how = Published with everyone’s consent, without names.
sharing-said-illustrative = made up for the demonstration
sharing-place-title = Your registration
sharing-when = When
sharing-where = Where
sharing-place-kept = What is kept of you
sharing-place-until = All of it will be erased on { $date }, in every copy.
sharing-place-leave = Withdraw and erase
sharing-place-leave-hint = Your place is given back, your name and address are erased at once.
sharing-staff-lead = Immersion days and visits between professions.
sharing-new = Offer a day
sharing-report = Figures of practice sharing
sharing-public-page = Public page
sharing-to-do = To announce or to close
sharing-description = Description
sharing-description-hint = What one will see, who receives, how the day goes.
sharing-start = Start
sharing-end = End
sharing-capacity = Places
sharing-no-place = No place of the network
sharing-room = Room or detail
sharing-audience = For whom
sharing-audience-hint = For example: librarians of the Bpi.
sharing-guests = Invited organisations
sharing-guests-hint = If none is ticked, all organisations of the network are invited.
sharing-all-network = The whole network
sharing-taken = { $taken } of { $capacity } taken
sharing-participants = People present
sharing-own = You are registered
sharing-own-text = The list of those registered will be erased on { $date }.
sharing-leave = Withdraw
sharing-not-for-you = This day is for the organisations it invites.
sharing-register = Register
sharing-as-whose = Organisation
sharing-register-me = Register me
sharing-register-hint = The host will see your name. The list will be erased on { $date }; only numbers stay.
sharing-colleague = Register a colleague
sharing-colleague-hint = A mail tells them, with a link to withdraw. Name and address are sealed, and erased on { $date }.
sharing-colleague-add = Register this colleague
sharing-people-title = Registered people
sharing-nameless = Name erased
sharing-by-coordinator = registered by their coordinator
sharing-take-off = Take off
sharing-say = Leave a testimony
sharing-say-hint = A sentence or two, without anybody’s name. Possible until { $date }.
sharing-words = Your words
sharing-words-hint = { $most } characters at most.
sharing-consent = I agree that these words are published, without my name: only my profession and the year are told. I can take them back at any time.
sharing-send = Send
sharing-own-words = Your testimony
sharing-withdraw = Take back and erase
sharing-no-consent = publication not allowed by its author
sharing-publish = Publish
sharing-refuse = Do not publish
sharing-refuse-why = Why not publish it
sharing-host-does = For the host
sharing-list = List of those registered
sharing-edit = Change
sharing-again = The same day on another date
sharing-announce = Announce
sharing-cancel = Cancel this day
sharing-cancel-why = Why
sharing-cancel-hint = Those registered will read it.
sharing-registered = Registered beforehand
sharing-present = Present
sharing-walk-ins = Came without registration
sharing-walk-ins-count = How many in all
sharing-no-shows = Absent
sharing-list-until = The names will be erased on { $date }. The numbers stay.
sharing-here = Present
sharing-absent = Absent
sharing-close = Close the day
sharing-close-hint = Those ticked as present and those who came without registration are counted.
sharing-type = Type the figures
sharing-type-hint = From a sheet of paper. Leave empty what nobody counted. The report will say that these figures were typed in.
sharing-known = Known already, people present:
sharing-replace = Replace the figures kept so far
sharing-days-held = Days
sharing-of-which-typed = { $count ->
    [one] one of them typed in
   *[other] { $count } of them typed in
  }
sharing-missing = { $count ->
    [one] one without a figure
   *[other] { $count } without a figure
  }
sharing-source = Where the figure is from
sharing-remark = Remark
sharing-csv = Download (CSV)
sharing-rows = Days behind these figures
sharing-by-kind = By form and host
sharing-by-host = By host
sharing-by-guest = For whom
sharing-kept = { $count ->
    [0] No registration of professionals for an immersion day is kept.
    [one] One registration of a professional for an immersion day is kept.
   *[other] { $count } registrations of professionals for immersion days are kept.
  }
sharing-privacy = A professional who registers for an immersion day is on the host’s list; where their coordinator registers them, name and address are sealed. The list is erased at most 30 days after the day. A testimony is published only with its author’s consent, without a name, and is taken back at any time.
processing-sharing = Immersion days between professionals
processing-sharing-purpose = Organise visits between professions, inform those registered, count those present; collect and publish testimonies without names.
processing-sharing-basis = Task in the public interest (article 6.1.e); consent for the publication of a testimony (article 6.1.a), withdrawn at any time.
processing-sharing-what = The account of who registers; name and address of a colleague registered by their coordinator, sealed; presence; testimony, kept with its author’s account so that they can take it back, shown with profession and year.
processing-sharing-recipients = The professionals of the host, and the coordinators of the organisation one comes from. A published testimony is read by everyone.
processing-sharing-delay = { $days ->
    [one] List erased one day after the day.
   *[other] List erased { $days } days after the day.
  } Testimonies stay until they are taken back.
sharing-hand-over = Link to their registration, to hand over
