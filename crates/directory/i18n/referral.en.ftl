# Referral: the slip one takes along, what became of it.
referral-title = Referral slips
referral-lead = What was handed over on paper, and what people chose to say of it. Counts by week; nobody is in them.
referral-put = Put on a slip
referral-new = Prepare a slip
referral-new-lead = Up to five results, in the order in which to try them.
referral-nothing-chosen = Nothing is chosen. On an entry of the directory or in a search, choose “Put on a slip”.
referral-missing = { $n ->
        [one] One of the results chosen is no longer offered: it is left out.
       *[other] { $n } of the results chosen are no longer offered: they are left out.
    }
referral-over = { $n ->
        [one] A slip holds five at most: remove one.
       *[other] A slip holds five at most: remove { $n }.
    }
referral-up = Move up
referral-up-this = Move up “{ $title }”
referral-down = Move down
referral-down-this = Move down “{ $title }”
referral-remove = Remove
referral-remove-this = Remove “{ $title }”
referral-paper = Paper
referral-paper-a5 = A5 sheet
referral-paper-receipt = 80 mm receipt
referral-lang = Language of the slip
referral-lang-fr = French
referral-lang-en = English
referral-easy = Words that are easy to read
referral-desk = Organisation
referral-at-desk = Counted for: { $name }
referral-all-desks = All
referral-make = Make the slip
referral-nothing-kept = Nothing is noted of the person: no name, no hour, no reason. The slip erases itself after 60 days.
referral-slip = Where to go
referral-easy-slip = Where do I go?
referral-made-on = Slip made on { $date }
referral-where = Address
referral-easy-where = Where is it?
referral-way = Getting there
referral-easy-way = How do I get there?
referral-when = When
referral-easy-when = When is it?
referral-hours = Opening hours
referral-easy-hours = When is it open?
referral-hours-ask = Ask before you go.
referral-phone = Telephone
referral-easy-phone = Call
referral-today = Today, { $day }: { $hours }
referral-today-closed = Today, { $day }: closed
referral-verified = Verified on { $day }
referral-verified-old = Verified on { $day }: confirm before going
referral-reach = Contact
referral-easy-reach = What do I do?
referral-bring = What to bring
referral-easy-bring = What do I bring?
referral-code = Return code:
referral-easy-code = The code:
referral-qr = QR code: the address of this slip, always up to date
referral-live = This code leads to the same slip, always up to date.
referral-easy-live = Take a picture of the square with a telephone. You will see the new hours.
referral-tell = You went there, or you receive the person? Say so with the return code, without your name:
referral-easy-tell = You went there? Say so with the code. Nobody asks your name:
referral-until = This page stays up to date until { $date }; then it is erased. Nothing on it says who you are.
referral-print = Print
referral-entry-gone = This is no longer offered. Do not go there without asking at the desk that gave you the slip, or look for something else.
referral-session-gone = This session is over or does not take place. Look at the programme: there are others.
referral-return = Say how it went
referral-return-lead = With the code written under each result of a slip. Nothing else is asked.
referral-return-code = Return code
referral-return-hint = Eight letters and digits, for example 7K3M-9QXD.
referral-return-go = Continue
referral-return-other = Another code
referral-return-nothing = One answer is enough. Nothing is noted of you, nor of the person.
referral-who = You are
referral-by-person = The person who has the slip
referral-by-receiver = The place that receives
referral-said-arrived = The person arrived
referral-said-wrong-place = It was not the right place
referral-said-closed = It was closed
referral-thanks = Thank you, it is counted.
referral-noted = The answer given with this code is noted.
referral-used = This code has been used: it works only once.
referral-used-said = It was said on { $date }: “{ $said }”.
referral-used-by = Who told it: { $by }.
referral-correct = Correct this answer
referral-correct-until = A mistake? Until { $time } the same code lets you choose another answer or take this one back. After that it stays.
referral-take-back = Take the answer back
referral-taken-back = The answer was just taken back: say again how it went.
referral-made = Slips handed over
referral-slips = Slips made
referral-handed = Results handed over
referral-arrived = Arrived
referral-of-which-received = Arrivals told by the place
referral-wrong-place = Not the right place
referral-wrong-place-received = Not the right place, told by the place
referral-closed = Closed
referral-closed-received = Closed, told by the place
referral-by-place = { $n } of them by the place
referral-unanswered = No answer
referral-rate = Answers
referral-percent = { $n }%
referral-by-entry = By result
referral-by-theme = By theme
referral-received = People sent to your services
referral-addressed = { $n ->
        [0] Nobody was sent to you by a slip yet.
        [one] One person was sent to you{ $m ->
            [0] , no news so far
           *[other] , who arrived
        }.
       *[other] { $n } people were sent to you, { $m ->
            [0] none confirmed
            [one] one confirmed
           *[other] { $m } confirmed
        }.
    }
referral-sent = Sent
referral-confirmed = Confirmed
referral-no-persons = Each week is the one in which the slip was handed over. A result on several themes counts in each. These counts stay when slips are erased.
referral-otherwise-person = What is not told by the place is told by the person who has the slip.
referral-rows = Week by week
referral-week = Week of
referral-result = Result
referral-owner = Offered by
referral-total = Total
referral-none = Nothing in this period.
referral-unknown = No longer exists
referral-from = From
referral-to = To
referral-show = Show
referral-csv-made = Slips handed over (CSV)
referral-csv-received = People sent (CSV)
referral-problem-none = Choose at least one result to put on the slip.
referral-problem-many = A slip holds { $most } results at most. Remove { $n }.
referral-problem-gone = One of the results is no longer offered. The slip is not made: see what is left, and try again.
referral-problem-erased = This slip is more than 60 days old: it is erased. Search the directory again, or ask for a new slip at the desk.
referral-problem-code = This code is not known, or its slip is more than 60 days old. Read it again: eight letters and digits, no O and no I.
referral-problem-said = Choose one of the three answers.
referral-problem-by = Say who answers: the person who has the slip, or the place that receives them.
referral-languages = Languages
