# The yearly report.
report-menu = Report
report-title = Activity report
report-period = From { $from } to { $to }
report-choose = Choose the period
report-from = From
report-to = To
report-organisation = Organisation
report-theme = Theme
report-all = All
report-show = Show
report-sessions = Sessions
report-themes = Themes
report-partners = Partners
report-preregistered = Registered ahead
report-walk-ins = Walk-ins
report-participants = Participants
report-no-shows = No-shows
report-typed = typed in
report-not-counted = not counted
report-missing = { $n ->
    [one] not counted in one session
   *[other] not counted in { $n } sessions
  }
report-fill = Fill rate
report-pressure = Waiting list for 100 places
report-cancelled = Sessions cancelled
report-postponed = Sessions postponed
report-to-close = Past sessions to close
report-besides = Counted besides
report-typed-added = { $n } participants: totals typed in without rows, included in the figures.
report-typed-beside = { $n } participants: totals typed in without rows, not added: the sessions of the period are there.
report-illustrative = Illustrative sessions: their totals are those of the 2017 report (for 2017, “over 700” participants).
report-chart = Registered ahead and participants, month by month
report-years = The same period, year by year
report-year = Year
report-by-month = By month
report-by-theme = By theme
report-by-format = By format
report-by-partner = By partner
report-by-place = By place
report-date = Date
report-session = Session
report-format = Format
report-place = Place
report-partner = Partner
report-none = Not said
report-years-back = Earlier years to show
report-figure = Figure
report-remark = Remark
report-no-detail = total without rows
report-no-places = without registration
report-source = Where the figure comes from
report-back = Back to the report
report-no-rows = No closed session in this period.
report-total = Total
report-problem-date = This date does not exist.
report-problem-period = The end comes before the start.
report-people = People
report-told-hint = Counted at the desk, and kept when the registrations are erased. Numbers below 5 people are put together, so that nobody can be recognised in them.
report-lead-week = Less than a week
report-lead-weeks = { $weeks ->
    [1] One to two weeks
    [2] Two to three weeks
   *[other] Three to four weeks
  }
report-lead-month = Four weeks or more
report-outcome-attended = Registered and came
report-outcome-no-show = Registered and did not come
report-outcome-walk-in = Came without registering
report-outcome-given-back = Places given back before the session
report-outcome-never-served = Left on the waiting list
report-others = Others
