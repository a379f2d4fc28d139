import-title = Import
import-lead = Bring in your tables of sessions, the totals of past years or an OpenAgenda export. You will see what is going to happen before anything is written.
import-wrong = { $count ->
    [one] One answer needs another look
   *[other] { $count } answers need another look
 }
import-kind = What do you want to import?
import-kind-sessions = A table of sessions, with or without figures (CSV, XLSX, ODS)
import-kind-totals = A table of totals by year or period (CSV, XLSX, ODS)
import-kind-openagenda = An OpenAgenda export (JSON)
import-organisation = For which organisation?
import-organisation-hint = An OpenAgenda export may go without one: each event then belongs to the agenda it comes from.
import-choose = Choose…
import-file = File
import-file-hint = 20 MB at most. The file stays in memory for thirty minutes and is then forgotten.
import-file-missing = Choose a file that is not empty.
import-next = Continue
import-crumbs = Breadcrumb
import-map-title = What is in this file?
import-map-wrong = This choice does not work
import-map-lead = Check what each column holds; we suggested what the headings let us guess.
import-rows-in-file = { $count ->
    [one] “{ $file }” has one row.
   *[other] “{ $file }” has { $count } rows.
 }
import-events-in-file = { $count ->
    [one] “{ $file }” has one event.
   *[other] “{ $file }” has { $count } events.
 }
import-column-number = Column { $number }, without heading
import-leave-out = Leave out
import-preview = The first rows
import-try = Try without writing anything
import-go = Import
import-other-file = Choose another file
import-back = Back to the columns
import-result-title = Result of the import
import-result-refused = { $count ->
    [one] Nothing was written: one line needs mending.
   *[other] Nothing was written: { $count } points need mending.
 } Mend them in the file, then send it again.
import-result-tried = Trial over: nothing was written. This is what the import would do.
import-result-done = The import is done.
import-created = added
import-updated = changed
import-unchanged = already up to date
import-activities = activities concerned
import-refused-lines = What needs mending
import-line = Line
import-column = Column
import-reason = Reason
import-field-title = Title
import-field-date = Date
import-field-start = Start, or hours such as “14h-16h”
import-field-end = End
import-field-place = Place
import-field-room = Room
import-field-city = Town
import-field-address = Address
import-field-theme = Theme
import-field-format = Format
import-field-partners = Partners who animate
import-field-capacity = Number of places
import-field-preregistered = Pre-registered
import-field-walk-ins = Walk-ins
import-field-participants = Participants
import-field-no-shows = No-shows
import-field-status = Status, or cancelled yes/no
import-field-note = Remarks
import-field-year = Year
import-field-from = From
import-field-to = To
import-field-label = Label
import-field-sessions = Number of sessions
import-field-themes = Number of themes
import-field-partner-count = Number of partners
import-ages-from = From age { $min }
import-ages-to = Up to age { $max }
import-ages-between = Ages { $min } to { $max }
problem-import-json = This file is not readable JSON: it breaks off or goes wrong at line { $line }, column { $column }.
problem-import-shape = This JSON is no OpenAgenda export: it needs a list of events (“records” or “events”).
problem-import-empty = There is nothing to import in this file.
problem-import-not-a-record = This is not an event.
problem-import-required = This is missing.
problem-import-timings = “{ $value }” is not a list of dates and hours.
problem-import-instant = “{ $value }” is not a date and time with its offset.
problem-import-end = The end ({ $end }) comes before the beginning ({ $begin }).
problem-import-coordinates = { $value } are no coordinates: latitude from −90 to 90, longitude from −180 to 180.
problem-import-code = The code { $value } is not known.
problem-import-twice = Already in this file, at line { $first }.
problem-import-elsewhere = This event already belongs to the programme of another organisation.
problem-import-registered = People have registered for this session: change it on its page, and they will be told.
problem-import-counted = The figures of this session were counted at the desk; the import does not replace them.
problem-import-organisation = Say which organisation you import for.
problem-import-no-organisation = There is no such organisation.
problem-import-table = This file is not a readable table. Save it as CSV, XLSX or ODS.
problem-import-no-headings = No row of this file holds column headings.
problem-import-damaged = This file is damaged: it cannot be read to its end. Save it again from your spreadsheet.
problem-import-no-title = No column gives the title of the sessions. Say which one does.
problem-import-no-date = No column gives the date of the sessions. Say which one does.
problem-import-no-period = No column gives the year, nor the first and last day of the period. Say which one does.
problem-import-heading = No column is called “{ $heading }”. Did you mean “{ $near }”?
problem-import-field = “{ $field }” is nothing we know. You can choose: { $known }.
problem-import-field-twice = Two columns are chosen for the same thing ({ $field }).
problem-import-date = { $near ->
    [none] “{ $value }” is not a date.
   *[other] “{ $value }” is not a date. Did you mean { $near }?
 }
problem-import-hours = “{ $value }” is not a time. Write 14:30, or 14h-16h30.
problem-import-number = “{ $value }” is not a whole number of people or places.
problem-import-year = “{ $value }” is not a year.
problem-import-period = The end of the period ({ $value }) comes before its beginning.
problem-import-no-figure = This line gives no figure.
problem-import-future = { $value } is still to come: there can be no participants.
problem-import-not-yet-held = { $value } is still to come: the session cannot have been held.
problem-import-format = “{ $value }” is not a format we know. Did you mean “{ $near }”?
problem-import-status = { $near ->
    [none] “{ $value }” is not a status we know. Write published, cancelled, postponed, draft or held.
   *[other] “{ $value }” is not a status we know. Did you mean “{ $near }”?
 }
export-sheet = Sessions
export-start = Start
export-partners = Partners
export-status = Status
