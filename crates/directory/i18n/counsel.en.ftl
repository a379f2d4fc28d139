# A counsellor's tools: comparing, following a search, easy reading.
compare-link = { $n ->
        [2] Compare the two
       *[other] Compare the first three
    }
compare-title = { $n ->
        [2] Compare two entries
        [3] Compare three entries
       *[other] Compare entries
    }
compare-missing = { $n ->
        [one] One of the entries asked for is not in the directory any more, or never was: it is left out.
       *[other] { $n } of the entries asked for are not in the directory any more, or never were: they are left out.
    }
compare-over = { $n ->
        [one] Three entries at most are compared: the last one is left out.
       *[other] Three entries at most are compared: the last { $n } are left out.
    }
compare-too-few = It takes two entries to compare. In a search, put two results on the slip, then choose “Compare the two”.
compare-distance = Say how far
compare-differ = What differs
compare-none-differ = Nothing differs: these entries say the same.
compare-same = What is the same
compare-silent = { $n ->
        [2] Neither of them says: { $what }.
       *[other] None of the three says: { $what }.
    }
compare-odd = unlike the others
compare-without = Take out
compare-now = At the moment
compare-open = Today
compare-far = Distance
compare-slip = { $n ->
        [2] Print a slip with both
       *[other] Print a slip with all three
    }
