# The directory: the same thing told by two sources.
duplicates-title = Duplicates
duplicates-lead = These entries probably tell the same thing twice. Look, then say so: nothing happens by itself, and you can take it back.
duplicates-rule = How these pairs are found
duplicates-rule-name = The name has to be the same: the same words, but for case, accents or a letter; or two lists that each tell one single thing of the same organisation.
duplicates-rule-place = And the place: the same address, or the same spot within a hundred metres where one has no address. Where not even the spot is known: the same commune, the same organisation, and a name that is not that of a whole network.
duplicates-rule-never = A telephone number, a mail address or a site in common is never enough, nor is the name of a network: its branches share them. Two addresses, two branches, two numbers of one street stay two.
duplicates-behind = Entries have just arrived: not all have been compared yet. Come back in a moment.
duplicates-count = { $count ->
    [0] No duplicates to look at.
    [one] One pair to look at.
   *[other] { $count } pairs to look at.
 }
duplicates-very-likely = Very likely
duplicates-likely = Likely
duplicates-perhaps = Worth a look
duplicates-pro = For:
duplicates-con = Against:
duplicates-for-only-one = each list tells only this of the organisation
duplicates-for-remote = both from a distance
duplicates-for-owner = same organisation
duplicates-for-owner-name = organisations of the same name
duplicates-for-library = two names of a library at one address
duplicates-for-siret = same SIRET
duplicates-for-page = same page on the web
duplicates-for-phone = same telephone
duplicates-for-themes = { $n ->
    [one] one theme in common
   *[other] { $n } themes in common
 }
duplicates-against-list = one list tells both, under two identifiers
duplicates-against-owner = organisations of different names
duplicates-against-siret = different SIRET numbers
duplicates-against-phone = different telephone numbers
duplicates-against-email = different mail addresses
duplicates-against-kind = not of one kind
duplicates-against-type = different forms of help
duplicates-against-themes = no theme in common
duplicates-against-no-street = the street of one is not known
duplicates-against-no-number = one has a number in the street, the other has none
duplicates-against-commune = different communes
duplicates-against-far = same address, but points { $metres } m apart
duplicates-origin = Origin
duplicates-written-here = written here
duplicates-told-by = told by { $lists }
duplicates-lists = Lists that hold it: { $lists }
duplicates-here = This entry
duplicates-compare = Two entries side by side
duplicates-no-rule = Nothing brings these two so close as to propose them. You may decide all the same.
duplicates-same = It is the same thing
duplicates-same-hint = One entry stays and takes over what refers to the other: lists, reports, referrals, selections. The address of the other leads to the one that stays from then on.
duplicates-two = They are two things
duplicates-two-hint = It is remembered: the pair is not proposed again unless one of them changes its name or its address.
duplicates-which = Which one stays?
duplicates-which-hint = It keeps its organisation and its address on this site. For the rest, choose below what is right.
duplicates-alike = They say the same of: { $fields }.
duplicates-weeks = { $n ->
    [one] one week
   *[other] { $n } weeks
 }
duplicates-months = { $n ->
    [one] every month
   *[other] every { $n } months
 }
duplicates-organisations = Their organisations bear one name: see whether they are one, too.
duplicates-apart-since = Somebody said on { $date } that they are two things.
duplicates-again = Take this decision back
duplicates-part = Part them again
duplicates-decided = Decisions made
duplicates-decided-lead = Each can be taken back: parting two entries gives each what was its own.
duplicates-merges = The same thing
duplicates-merges-none = No entry has taken over another.
duplicates-stands-for = Took over “{ $name }”.
duplicates-apart = Two things
duplicates-apart-none = No pair was said to be two.
duplicates-not = Is not “{ $name }”.
duplicates-when = On { $date }
duplicates-when-by = On { $date }, by { $name }
duplicates-contradicted = Sources contradict each other: { $field }
duplicates-done-same = Done: one entry stands for both.
duplicates-done-two = Noted: this pair will not be proposed again.
duplicates-done-parted = The two entries are parted: each has back what was its own.
duplicates-done-again = Noted: the pair may be proposed again.
duplicates-problem-itself = Choose two different entries.
duplicates-problem-merged = Another entry stands for this one: change the one that stays, or part them first.
duplicates-problem-apart = Somebody said that these are two things: take that decision back first.
duplicates-problem-later-merge = The entry that stays was merged once more since: part those first.
duplicates-problem-other-keeper = One of the two is kept by another organisation of the network: look at it together, or ask the administrators of the network.
duplicates-problem-which = Choose the entry that stays.
duplicates-twin = Perhaps the same as “{ $name }”.
duplicates-twin-see = Compare both entries
