# The directory stays true: reminders, campaigns, links.
mail-entries-subject = { $count ->
        [one] One entry of the directory to verify: { $organisation }
       *[other] { $count } entries of the directory to verify: { $organisation }
    }
mail-entries-body =
    Hello,

    The directory of { $network } says this of { $organisation }, or of organisations that it looks after. Is it still right? Two taps are enough: open the entry, then “Nothing changed” or “There is an error”.

    { $lines }

    Each link is for one entry and lasts { $days } days. People who read the directory see when it was last verified.

    { $network }
mail-entries-line =
    { $title } ({ $why })
    { $link }
mail-entries-more = And { $count } more, in the list: { $link }
freshness-verify-title = Is it still right?
freshness-verify-lead = This is what the directory says of you. Read it, then answer.
freshness-right = Nothing changed
freshness-wrong = There is an error
freshness-wrong-hint = Say what is wrong. It is shown on the entry, and those who look after it correct it.
freshness-later = Remind me later
freshness-later-hint = In a month.
freshness-later-until = Noted: we shall not come back to it before { $date }.
freshness-reported = Thank you. It stands on the entry until it is corrected.
freshness-signed-in = Do you have an account? Correct the entry yourself.
freshness-thanks = Thank you.
freshness-verified-already = This entry was verified { $ago }: nothing is left to do.
freshness-over-title = This link is of no more use
freshness-over = It is too old, or the entry was taken out of the directory. If it still has to be verified, another link will be sent to you.
freshness-campaign = Campaign
freshness-campaigns = Campaigns of verification
freshness-campaigns-lead = For some weeks a whole territory reads its entries again: each their own, part by part.
freshness-campaigns-none = No campaign at the moment.
freshness-open = Open a campaign
freshness-open-lead = The published entries of the territory are concerned. An entry counts when all of the chosen parts were verified since the first day.
freshness-name = Name of the campaign
freshness-name-hint = For example: Before the summer of 2027.
freshness-zone = Territory
freshness-zone-hint = A commune, an inter-communal body, a département, a région, or France.
freshness-sections = Parts to verify
freshness-sections-hint = The fewer there are, the faster the campaign goes.
freshness-section-hours = Hours
freshness-section-contact = Address and access
freshness-section-publics = For whom
freshness-section-fees = Fees
freshness-section-content = Content
freshness-stage-coming = coming
freshness-stage-running = running
freshness-stage-closed = closed
freshness-period = from { $first } to { $last }
freshness-all = Entries verified since the first day
freshness-own = Yours
freshness-verified = Verified
freshness-total = Entries
freshness-by-owner = By organisation
freshness-by-commune = By commune
freshness-commune-unknown = Unknown commune
freshness-more-lines = Not everything is shown here: the file has every line.
freshness-review = { $count ->
        [one] Read your entry again
       *[other] Read your { $count } entries again
    }
freshness-csv = Download (CSV)
freshness-close = Close the campaign
freshness-close-hint = The figures stay as they are.
freshness-rows = Entries of the campaign
freshness-rows-none = No entry here.
freshness-done-on = Verified on
freshness-not-yet = Not yet
freshness-count = { $count ->
        [one] One entry
       *[other] { $count } entries
    }
freshness-insee = Code of the commune
freshness-address = Address of the entry
freshness-review-title = Read your entries again
freshness-review-step = { $done } of { $all }
freshness-part-done = Verified
freshness-all-right = Nothing changed anywhere
freshness-later-short = Later
freshness-whole-entry = The whole entry
freshness-review-done = All of your entries are verified. Thank you.
freshness-review-later = Those that are left were put off.
freshness-put-off = Put off
freshness-problem-long = A campaign lasts a year at most.
freshness-problem-closed = This campaign does not run: verify the entry from the directory.
freshness-link-moved = { $link } now leads to { $to }: bring the link up to date.
