# One organisation beside comparable ones.
benchmark-title = Where we stand
benchmark-lead = Your organisation beside those that are like it: what is being done, not who does more.
benchmark-like = Compare with organisations that have
benchmark-like-kind = the same kind
benchmark-like-town = a commune of similar size
benchmark-like-surface = a similar surface
benchmark-none = There is no organisation yet whose report you may read.
benchmark-town = commune { $band }
benchmark-town-unknown = commune not known
benchmark-surface-unknown = surface not known
benchmark-inhabitants = inhabitants
benchmark-square-metres = m²
benchmark-band = of { $from } to { $to }
benchmark-band-open = of { $from } and more
benchmark-others = { $active ->
    [0] No comparable organisation held a session in this period.
    [one] One comparable organisation held sessions in this period.
   *[other] { $active } comparable organisations held sessions in this period.
} { $idle ->
    [0] {""}
    [one] Another held none.
   *[other] { $idle } others held none.
}
benchmark-few = With fewer than { $floor } comparable organisations their figures are not shown: each could be told. Drop a criterion, or lengthen the period.
benchmark-typed = { $n ->
    [one] The figures of one of your sessions were typed in, not counted at the desk.
   *[other] The figures of { $n } of your sessions were typed in, not counted at the desk.
}
benchmark-measure = Measure
benchmark-half = Half of the others
benchmark-median = Median
benchmark-picture = Picture
benchmark-between = between { $lower } and { $upper }
benchmark-of = ({ $n } organisations)
benchmark-percent = { $n }%
benchmark-hidden = too few organisations to tell
benchmark-legend = The rectangle covers the middle half, the line is the median, the dot is your organisation. Neither the least nor the most is shown: it would be that of one organisation. Yearly totals typed in without sessions are not part of the comparison.
benchmark-who = With whom it is compared
benchmark-per-session = Participants in a session, on average
benchmark-no-show-rate = Places registered ahead that stayed empty
