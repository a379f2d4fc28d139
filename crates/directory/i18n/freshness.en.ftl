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
