# Promised and done; who animated without an agreement.
report-promise-promised = Promised
report-promise-done = Done
report-promise-planned = Still planned
report-promise-to-close = Past, to close
report-promise-part = from { $from } to { $to }
report-promise-counts = Counted by the program: { $which }.
report-promise-typed = Not counted by the program: figures typed in.
report-promise-typed-on = typed on { $date }
report-promise-of-which-typed = { $n } of them in totals typed in
report-promise-unknown = nothing typed in
report-promise-not-begun = The agreement has not begun, or is not signed.
report-promise-hint = Only days on which the agreement applies are counted. Sessions that the report counts besides are left out here.
report-promise-no-rows = No session.
report-promise-back = Back to the comparison
report-organiser = Organised by
report-uncovered-hint = Sessions held where a partner and the organiser were not bound, that day, by any signed agreement.
report-uncovered-none = Nobody: all sessions animated in this period were so with an agreement in force.
report-uncovered-who = Who animated
report-uncovered-days = First and last session
report-uncovered-at = { $who }, at { $organiser }
report-promise-exchanges = Days held as the sharing of practice knows them, and figures typed in where there were others.
report-promise-exchanged = { $n ->
    [0] no day held in the sharing of practice
    [one] 1 day held in the sharing of practice
   *[other] { $n } days held in the sharing of practice
}
