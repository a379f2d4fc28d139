# Words of the programme: formats, states, rules, refusals, mails.
programme-format-workshop = Workshop
programme-format-club = Club
programme-format-information-meeting = Information meeting
programme-format-drop-in = Drop-in desk
programme-format-co-searching = Co-searching
programme-format-visit = Visit
programme-format-talk = Talk
programme-format-job-dating = Meeting recruiters
programme-format-other = Other
programme-scope-session = One registration for each date
programme-scope-any = Any one of the dates
programme-scope-all = One registration for all parts
programme-status-draft = Draft
programme-status-published = Published
programme-status-held = Closed
programme-status-cancelled = Cancelled
programme-status-postponed = Postponed
programme-registration-none = Come as you are, no registration
programme-registration-places = With registration, while places last
programme-registration-waiting-list = With registration and a waiting list
programme-mode-on-site = On site
programme-mode-online = Online
programme-mode-hybrid = On site and on line
programme-walk-ins-never = No walk-ins
programme-walk-ins-if-room = Walk-ins while there is room
programme-walk-ins-always = Walk-ins, even when full
programme-ticket-confirmed = Place reserved
programme-ticket-waiting = On the waiting list
programme-ticket-offered = Place offered
programme-ticket-cancelled = Registration cancelled
programme-ticket-session-cancelled = Session cancelled
programme-ticket-session-postponed = Session postponed
programme-kind-ahead = Registered ahead
programme-kind-walk-in = Walk-in
programme-totals-counted = Counted at the desk
programme-totals-typed = Typed in afterwards
programme-fairness-first-fit = A freed place goes to the first on the list whose group fits. A group passed over three times goes before all others.
programme-fairness-strict = The list moves strictly in order: nobody passes anybody.
programme-rhythm-daily = Every day
programme-rhythm-weekly = Every week
programme-rhythm-fortnightly = Every second week
programme-rhythm-monthly = Every month, on the same day of the week

problem-session-not-published = This session is not published yet.
problem-session-cancelled = This session is cancelled. There may be other dates in the programme.
problem-session-postponed = This session is postponed; its new date is not known yet.
problem-session-over = This session is over.
problem-session-no-registration = No registration needed for this session: just come.
problem-session-closed = Registration is closed for this session. You can ask at the desk whether there is room.
problem-session-begun = This course has begun, or its registration is closed. You can ask at the desk whether there is room.
problem-session-not-open-yet = Registration is not open yet for this session.
problem-session-full = This session is full. No place was taken; have a look at the other dates.
problem-session-too-few = { $left ->
    [0] This session is full.
    [one] Only one place is left for this session: ask for fewer.
   *[other] Only { $left } places are left for this session: ask for fewer.
  }
problem-same-contact-dates = This address already has a place on one of the dates of this activity. You can change the date from your ticket, or confirm if you want more places.
problem-same-contact = This address already has a registration for this session. Confirm if you want more places.
problem-key-reused = This idempotency key was used for a different request: choose a new one.
problem-offer-over = This offer of a place has expired.
problem-series = These dates do not make a series: check the first and the last date.
problem-series-too-long = This series has more than { $most } dates: choose an earlier end.
problem-field-required = This field is needed.
problem-field-too-long = Too long: { $most } characters at most.
problem-field-link = Write an address that begins with https://
problem-field-date = This date does not exist.
problem-field-capacity = Give a number of places between 1 and 100,000.
problem-field-overbook = The overbooking margin cannot be larger than the capacity.
problem-field-most-places = Between 1 and 50 places in one registration.
problem-field-offer = Between 15 minutes and 14 days.
problem-field-closes = Registration must close after it opens.
problem-field-places = Ask for at least one place.
problem-field-most = { $most ->
    [one] One place at most in one registration for this session.
   *[other] { $most } places at most in one registration for this session.
  }
problem-field-name = A first name or pseudonym of 60 characters at most.
problem-field-email = This e-mail address is not complete. You can also leave it empty.
problem-field-key = The idempotency key has 1 to 255 characters.
problem-totals-no-shows = There cannot be more no-shows than people registered ahead.
problem-totals-walk-ins = There cannot be more walk-ins than participants.

mail-confirmed-subject = Your place: { $title }
mail-confirmed-body =
    Hello,

    { $places ->
        [one] One place is
       *[other] { $places } places are
    } reserved for you: “{ $title }”.

    When: { $date }, { $time }
    Where: { $place }
    Your code for the desk: { $code }

    Cannot come? Give your place back in one click, someone may be waiting for it:
    { $link }
mail-waiting-subject = Waiting list: { $title }
mail-waiting-body =
    Hello,

    “{ $title }” is full. You are number { $extra } on the waiting list.

    When: { $date }, { $time }
    Where: { $place }

    Your position, and how to leave the list:
    { $link }
mail-promoted-subject = A place is free: { $title }
mail-promoted-body =
    Hello,

    A place has become free: you are registered for “{ $title }”.

    When: { $date }, { $time }
    Where: { $place }
    Your code for the desk: { $code }

    If you can no longer come, give it back, someone else is waiting:
    { $link }
mail-offered-subject = A place is offered to you: { $title }
mail-offered-body =
    Hello,

    A place has become free for “{ $title }”.

    When: { $date }, { $time }
    Where: { $place }

    It is kept for you until { $extra }. Accept it or leave it here:
    { $link }
mail-reminder-subject = Tomorrow or very soon: { $title }
mail-reminder-body =
    Hello,

    We look forward to seeing you at “{ $title }”.

    When: { $date }, { $time }
    Where: { $place }
    Your code for the desk: { $code }

    Cannot come? Give your place back in one click:
    { $link }
mail-given-back-subject = Registration cancelled: { $title }
mail-given-back-body =
    Hello,

    Your registration for “{ $title }” ({ $date }, { $time }) is cancelled, as you asked.
mail-cancelled-subject = Session cancelled: { $title }
mail-cancelled-body =
    Hello,

    “{ $title }” on { $date }, { $time }, is cancelled.
    { $extra }

    There may be other dates in the programme. Your registration:
    { $link }
mail-postponed-subject = Session postponed: { $title }
mail-postponed-body =
    Hello,

    “{ $title }” is postponed. { $status ->
        [waiting] You keep your position on the waiting list.
       *[other] Your place is kept.
    }
    { $extra }

    { $dated ->
        [no] The new date is not set yet: we will write to you. The session was planned for { $date }, { $time }.
       *[yes] New date: { $date }, { $time }
    }
    Where: { $place }

    { $status ->
        [waiting] If you no longer wish to wait, leave the list:
       *[other] If you can no longer come, give your place back:
    }
    { $link }
mail-changed-subject = Change: { $title }
mail-changed-body =
    Hello,

    “{ $title }” has changed. This is what to remember:

    When: { $date }, { $time }
    Where: { $place }
    { $status ->
        [waiting] You keep your position on the waiting list.
        [offered] The place offered to you is still held for you.
       *[other] Your code for the desk: { $code }
    }

    { $status ->
        [waiting] If it no longer suits you, leave the list:
       *[other] If it no longer suits you, give your place back:
    }
    { $link }
mail-foot =
    { $organiser }
    Free and anonymous. Your address will be erased after the session.
problem-field-end = The end comes before the start, or the session would last over twelve hours.
programme-channel-web = On the site
programme-channel-api = From another site
programme-channel-desk = At the desk
programme-fact-channel = How places were taken
programme-fact-lead = How long before the session
programme-fact-outcome = What became of the requests
problem-ticket-gone = This ticket has been erased: after a session we keep nothing of those who had registered.
problem-desk-forgotten = The registrations of this session have been erased: it cannot be opened again. You can correct its figures.
problem-session-fewer = { $left ->
    [one] Only one place is left. Take it, or tick the box to wait until all are free.
   *[other] Only { $left } places are left. Ask for fewer, or tick the box to wait until all are free.
  }
