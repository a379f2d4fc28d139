# Pages of professionals: planning, desk, sheet, typing in.
programme-staff-title = My day
programme-staff-crumbs = Breadcrumb
programme-staff-activities = Activities
programme-staff-activities-none = No activity yet.
programme-staff-new-activity = New activity
programme-staff-soon = Today and tomorrow
programme-staff-coming = The next two weeks
programme-staff-soon-none = No session today or tomorrow.
programme-staff-taken = { $taken } of { $capacity } places taken
programme-staff-desk = Desk
programme-staff-sheet = Attendance sheet
programme-staff-unclosed = Past sessions to close
programme-staff-unclosed-why = Their figures are not in the report yet.
programme-staff-waiting = Sessions with a waiting list
programme-staff-drafts = Drafts to publish
programme-staff-done = Saved.

programme-plan-title = Title
programme-plan-summary = Summary
programme-plan-summary-hint = One or two sentences, for the list of the programme.
programme-plan-description = Description
programme-plan-description-hint = Leave an empty line between two paragraphs.
programme-plan-format = Format
programme-plan-theme = Theme
programme-plan-theme-none = No theme
programme-plan-scope = Registration
programme-plan-audience = Audience
programme-plan-audience-hint = For instance “everyone”, “young people from 16 to 25”.
programme-plan-contact = Contact
programme-plan-link = Page that says more
programme-plan-partners = Run by
programme-plan-find-partner = Search this list
programme-plan-apart = Count apart in the report
programme-plan-organisation = Organisation
programme-plan-describe = Description of the activity
programme-plan-save = Save
programme-plan-back = Back
programme-plan-sessions = Sessions
programme-plan-sessions-none = No session yet.
programme-plan-add-sessions = Add sessions
programme-plan-edit-session = Change the session
programme-plan-cancel-session = Cancel the session
programme-plan-postpone-session = Postpone the session
programme-plan-publish-all = Publish all drafts
programme-plan-publish = Publish
programme-plan-unpublish = Unpublish
programme-plan-edit = Change
programme-plan-cancel = Cancel
programme-plan-postpone = Postpone
programme-plan-date = Date
programme-plan-place = Place
programme-plan-place-none = No place
programme-plan-status = Status
programme-plan-taken = Places
programme-plan-waiting = Waiting
programme-plan-actions = Actions
programme-plan-dates = Chosen dates
programme-plan-dates-hint = One date a line, such as 30/11/2026.
programme-plan-series = Or a series
programme-plan-first = First date
programme-plan-rhythm = Rhythm
programme-plan-until = Until
programme-plan-skip-public = Except public holidays
programme-plan-skip-school = Except school holidays
programme-plan-zone-none = Keep the holidays
programme-plan-zone = Zone { $zone }
programme-plan-start = Start
programme-plan-end = End
programme-plan-mode = Attendance
programme-plan-room = Room
programme-plan-access = Access
programme-plan-access-hint = Floor, entrance, wheelchair access…
programme-plan-online = Address of the online meeting
programme-plan-online-hint = Given only to those registered.
programme-plan-registration = How does one register?
programme-plan-capacity = Places
programme-plan-overbook = Overbooking
programme-plan-overbook-hint = Places given beyond these, because some do not come.
programme-plan-most = Most places in one registration
programme-plan-opens = Registration opens, in days before
programme-plan-opens-hint = Empty: at publication.
programme-plan-closes = Registration closes, in hours before
programme-plan-closes-hint = Empty: when the session starts.
programme-plan-offer = Time to accept a freed place, in minutes
programme-plan-offer-hint = Empty: the place is given at once.
programme-plan-fairness = Waiting list
programme-plan-walk-ins = Without registration
programme-plan-preview = See the dates
programme-plan-create = Create the sessions
programme-plan-kept = { $count ->
    [one] One session will be created
   *[other] { $count } sessions will be created
  }
programme-plan-left-out = { $count ->
    [one] One date left out
   *[other] { $count } dates left out
  }
programme-plan-will-tell = This session is announced. If you change the date, time or place, those registered will be told.
programme-plan-told = Those who left an address will be told ({ $taken } places taken, { $waiting } registrations waiting).
programme-plan-told-nobody = Nobody is registered yet.
programme-plan-reason = Reason
programme-plan-reason-hint = Shown in the programme and sent to those registered.
programme-plan-postpone-how = Places are kept. Without a new date, the session is announced as postponed.
programme-plan-part-places = The places and registrations of this course are set on its first part.
programme-plan-part-lead = Change the first part
programme-plan-new-date = New date, if known

programme-desk-title = Desk
programme-desk-greeted = { $name }: marked present.
programme-desk-is-closed = This session is closed. Its figures are in the report.
programme-desk-typed = typed in
programme-desk-reopen = Open the session again
programme-desk-report = See the report
programme-desk-type-again = Correct the figures
programme-desk-type = Type in the figures
programme-desk-shut = The desk is open for published sessions, from the day before.
programme-desk-find = Name or code
programme-desk-search = Search
programme-desk-expected = expected
programme-desk-present = present
programme-desk-walk-ins = walk-ins
programme-desk-waiting = waiting
programme-desk-code = Code of the ticket
programme-desk-code-tick = Mark present
programme-desk-people = People
programme-desk-nobody = Nobody on this list.
programme-desk-not-found = Nobody matches.
programme-desk-head-count = Counted without a name
programme-desk-no-name = No name
programme-desk-group = { $places } places
programme-desk-how-many = How many are here?
programme-desk-here = Here
programme-desk-absent = Absent
programme-desk-untick = Untick
programme-desk-remove = Remove
programme-desk-walk-in = Walk-in
programme-desk-walk-in-hint = A first name or pseudonym, or only a number.
programme-desk-name = First name or pseudonym
programme-desk-optional = optional
programme-desk-count = Number
programme-desk-add = Add
programme-desk-close = Close the session
programme-desk-unticked = { $count ->
    [one] One registration is not ticked yet: it will count as absent.
   *[other] { $count } registrations are not ticked yet: they will count as absent.
  }
programme-desk-nobody-ticked = Nobody is marked present. If you have a paper sheet, type in its figures instead.
programme-desk-note = Note
programme-desk-note-hint = A line for the team, with nobody’s name.
programme-sheet-print = Print
programme-sheet-expected = { $count ->
    [0] Nobody is expected by registration.
    [one] One person expected.
   *[other] { $count } people expected.
  }
programme-sheet-number = No.
programme-sheet-code = Code
programme-sheet-came = Came
programme-sheet-later = After the session, count the boxes and type in the figures at this address, then destroy the sheet: { $link }
programme-totals-hint = Leave empty what nobody counted. These figures will bear the mark:
programme-totals-preregistered = Registered ahead
programme-totals-walk-ins = Walk-ins
programme-totals-participants = Participants
programme-totals-no-shows = No-shows
programme-totals-unknown = not counted

problem-plan-scope = This activity has sessions already: one registration for all parts can no longer be added or taken away. Make another activity.
problem-plan-drop-in = A drop-in or co-searching session is open to all: choose “no registration”.
problem-plan-no-date = Choose at least one date.
problem-plan-date-line = “{ $line }” is not a date. Write it like 30/11/2026.
problem-plan-until = Check the end of the series.
problem-plan-number = Write a whole number.
problem-plan-time = Write a time like 14:30.
problem-plan-theme = This theme is no longer there.
problem-plan-place = This place is no longer there.
problem-plan-not-editable = This session is closed, cancelled or in a state that does not allow this change.
problem-plan-capacity-taken = { $taken ->
    [one] One place is taken already: keep at least this one.
   *[other] { $taken } places are taken already: keep at least as many. Nothing has changed.
  }
problem-plan-registered = People are registered already: cancel or postpone the session instead, so that they are told.
problem-plan-past = This date is past. For a session that took place, type in its figures.
problem-desk-too-early = The desk opens the day before the session.
problem-desk-not-open = This session is not published: its desk is closed.
problem-desk-closed = This session is closed. Open it again to change something.
problem-desk-not-begun = This session has not begun yet.
problem-desk-people = Between 0 and { $most } people for this registration.
problem-desk-code-unknown = This code is not on the list of this session. Check the date of the ticket.
problem-desk-code-cancelled = This registration was cancelled. You can let the person in as a walk-in.
problem-desk-code-waiting = This registration is on the waiting list: it has no place. You can let the person in as a walk-in.
problem-desk-walk-in-people = Between 1 and { $most } people at once.
problem-desk-walk-ins-never = This session takes nobody without a registration.
problem-desk-full = { $left ->
    [0] The room is full.
    [one] Only one place is left.
   *[other] Only { $left } places are left.
  }
problem-desk-totals-empty = Give at least one figure.
programme-totals-replace = Replace what was counted at the desk
programme-desk-offered = place offered, no answer yet
problem-desk-counted = These figures were counted at the desk. Tick the box to replace them with yours.
problem-desk-totals-most = Give a number between 0 and 100,000.
problem-plan-partner = One of the partners chosen is no longer there.
problem-plan-organisation = This organisation is no longer there.
programme-staff-on-list = { $waiting } waiting
