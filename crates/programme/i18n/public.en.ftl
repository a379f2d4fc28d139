# The public side: programme, session, ticket.
programme-menu = Programme
programme-badge-cancelled = Cancelled
programme-badge-postponed = Postponed
programme-badge-draft = Draft
programme-badge-over = Over
programme-badge-free = Just come
programme-badge-waiting = Full, waiting list
programme-badge-full = Full
programme-badge-closed = Registration closed
programme-badge-few = { $left ->
    [one] Only one place left
   *[other] Only { $left } places left
  }
programme-badge-open = { $left ->
    [one] One place
   *[other] { $left } places
  }
programme-illustrative = illustrative session
programme-illustrative-long = This session was made up for the demonstration.
programme-home-title = Free workshops to move on in working life
programme-home-lead = Free, anonymous, open to everyone. Take a place without creating an account.
programme-search = Search
programme-find = Search
programme-none-coming = No session is announced at the moment.
programme-none-found = No session matches. Try with fewer criteria.
programme-all = The whole programme
programme-calendar = Calendar
programme-title = The programme
programme-subscribe = Subscribe in your calendar
programme-filter = Filter the programme
programme-from = From
programme-to = To
programme-city = Town
programme-everywhere = Everywhere
programme-theme = Theme
programme-all-themes = All themes
programme-format = Format
programme-all-formats = All formats
programme-audience = Audience
programme-open-only = Only where there is a place, a waiting list, or no need to register
programme-clear = Clear the filters
programme-pages = Pages of the programme
programme-more = More sessions
programme-months = Months
programme-month-before = Previous month
programme-month-after = Next month
programme-as-list = As a list
programme-moved-from = This session was first announced for { $date }.
programme-when = When
programme-from-to = from { $start } to { $end }
programme-where = Where
programme-for-whom = For whom
programme-by = Offered by
programme-with = with { $name }
programme-ask = Questions
programme-cost = Price
programme-free = Free
programme-take = Take part
programme-elsewhere = See the organiser’s page
programme-full-waiting = This session is full. You would be number { $position } on the waiting list.
programme-fairness = How does the list move?
programme-places-left = { $left ->
    [one] One place is left
   *[other] { $left } places are left
  }
programme-places = Number of places
programme-name = First name or pseudonym
programme-optional = optional
programme-email-hint = To receive a confirmation, a reminder and changes. Erased at the latest { $days } days after the session.
programme-again = Yes, I want more places with the same address
programme-join-list = Join the waiting list
programme-take-place = Take my place
programme-promise = No account, no cookie. Only the number of places is needed.
programme-other-dates = Other dates
programme-add-calendar = Add to my calendar
programme-back = Back to the programme
programme-cancel-ask = { $places ->
    [0] Leave the waiting list?
    [one] Give your place back?
   *[other] Give your { $places } places back?
  }
programme-leave-list = Leave the waiting list
programme-parts = The sessions
programme-give-back = { $places ->
    [one] Give my place back
   *[other] Give my places back
  }
programme-keep = Keep my ticket
programme-online-link = Link of the meeting
programme-position = Position on the waiting list
programme-qr = QR code to show at the desk: { $code }
programme-your-code = Your code for the desk
programme-offer-until = A place is kept for you until { $until }.
programme-accept = Accept the place
programme-waiting-come-back = Come back to this page to see where you stand. If you left an address, we will write as soon as a place is free.
programme-keep-page = Keep the address of this page: it is your ticket. Bookmark the page, print it, or photograph the code.
programme-print = Print
programme-cancelled-thanks = Thank you for telling us: someone else can come.
programme-back-session = See the session again
problem-field-choice = There is no such choice.
problem-field-limit = Give a number between 1 and 1000.
problem-field-cursor = This page mark does not work: start from the first page.
programme-scope-any-note = A registration is for one date only: choose the one that suits you.
programme-scope-all-note = One registration is good for all sessions of this course.
programme-change-date = Change the date
programme-dates-choose = Choose another date
programme-dates-none = No other date has a free place at the moment. Your registration still holds.
programme-dates-hint = Your present place is given back at the same moment; a new ticket replaces it.
programme-back-ticket = Back to the ticket
programme-privacy-lead = As little as possible, for as short a time as possible.
programme-privacy-nothing-title = Nothing to give for looking, almost nothing for registering
programme-privacy-nothing = There is no account to create. This site sets no cookie on your device and loads nothing from elsewhere. To take a place, only the number of places is asked.
programme-privacy-optional-title = A first name and an address, if you like
programme-privacy-optional = A first name or pseudonym helps us welcome you; an address is used to send you the confirmation, a reminder and changes. Both are erased from the database at the latest { $days ->
    [one] one day
   *[other] { $days } days
  } after the session.
programme-privacy-counts-title = What remains: numbers
programme-privacy-counts = We keep how many people registered for and attended each session, for the yearly report. These numbers say nothing about you.
programme-privacy-staff-title = Professionals
programme-privacy-staff = Librarians, counsellors and partners who prepare the programme have an account: name, e-mail address, organisation. A cookie keeps them signed in, and does nothing else.
programme-privacy-sealed = As soon as you write them, first name and address are sealed under a key that is neither in the database nor in any backup. On the day of erasure the key is destroyed: what it protected can no longer be read by anyone, in any copy.
programme-privacy-ticket = Your ticket says what we keep of you and lets you erase it at once, without losing your place.
programme-privacy-today = Today
programme-privacy-held = { $count ->
    [0] No first name and no address is kept.
    [one] One registration bears a first name or an address.
   *[other] { $count } registrations bear a first name or an address.
  }
programme-privacy-mails = { $count ->
    [0] No mail is waiting to be sent.
    [one] One mail is waiting to be sent.
   *[other] { $count } mails are waiting to be sent.
  }
programme-privacy-overdue = { $count ->
    [0] Nothing is kept beyond its delay.
    [one] One registration is kept beyond its delay: tell us.
   *[other] { $count } registrations are kept beyond their delay: tell us.
  }
programme-privacy-last = Last erasure: { $date }.
programme-privacy-session = Session
programme-privacy-date = Date
programme-privacy-people = Registrations
programme-privacy-until = Erased on
programme-ticket-kept = What we keep about you
programme-ticket-kept-nothing = No name, no address. The registration itself is erased on { $date }.
programme-ticket-kept-name = The first name “{ $name }”.
programme-ticket-kept-contact = The address { $email }, to write to you about this session.
programme-ticket-kept-until = It will be erased on { $date }, in all copies.
programme-ticket-forget = Erase now
programme-ticket-forget-hint = Your place remains yours. Without an address we can no longer tell you of a change.
programme-places-most = { $most ->
    [one] One place at most.
   *[other] { $most } places at most in one go.
  }
programme-wait = I wait until all these places are free together
programme-ticket-forgotten = It is erased: we keep neither your first name nor your address any more.
programme-ticket-moved = Your date is changed. This ticket has a new address: keep that of this page.
programme-ticket-moved-to = You changed the date: this ticket has been replaced.
programme-ticket-new = See my new ticket
programme-ticket-on-list = { $title } (waiting list)
programme-colon = :
problem-field-period = The end is before the beginning: swap the two dates.
