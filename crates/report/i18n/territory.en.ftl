# Territories: who is there, what runs, how far help is.
territory-title = Territories
territory-kind-country = Country
territory-kind-region = Region
territory-kind-department = Département
territory-kind-intercommunality = Inter-communal body
territory-kind-commune = Commune
territory-around-town = Around { $town }
territory-search = Commune, postcode, département, region
territory-find = Search
territory-found = { $n ->
    [0] Nothing found
    [one] One territory found
   *[other] { $n } territories found
  }
territory-found-none = No territory has this name. Check the spelling, or write the postcode.
territory-coverage = The nearest help
territory-help = Which help?
territory-help-centre = A career-guidance centre
territory-help-programme = A place of the programme
territory-help-library = A library open to everyone
territory-no-help = The network knows of none: all communes are therefore counted as beyond 30 km.
territory-map-of = Map: { $name }, by the distance to the chosen help ({ $help }). The figures and the list of communes are in the tables of this page.
territory-sign-centre = career-guidance centre
territory-sign-member = member of the network
territory-sign-library = known library, no member
territory-undrawn = { $n } libraries are too many to be drawn at this scale; they count in the distances.
territory-overseas = Overseas territories are not drawn here: they are in the list of regions, each with its own map.
territory-approximate = Approximate outlines, derived from the middle of each commune: no map is loaded from elsewhere.
territory-no-map = The data does not say where these communes are: there are neither map nor distances.
territory-classes = Communes and inhabitants by distance
territory-distance = Distance
territory-communes = Communes
territory-people = Inhabitants
territory-class-10 = 10 km or less
territory-class-20 = 10 to 20 km
territory-class-30 = 20 to 30 km
territory-class-beyond = more than 30 km
territory-class-unknown = unknown
territory-within = Have this help within reach
territory-within-km = ≤ { $km } km
territory-crow = Distances as the crow flies, from the middle of the commune to the nearest help, even beyond the limits of the territory.
territory-unknown = { $n ->
    [one] One commune of unknown position is not counted.
   *[other] { $n } communes of unknown position are not counted.
  }
territory-years = Share of inhabitants near a place of the programme, year by year
territory-years-unknown = The network does not know since when these organisations have been open: the change over the years is given for places of the programme only.
territory-spots = Places in France
territory-farthest = Commune by commune, the farthest first
territory-beyond = Show
territory-beyond-all = all communes
territory-beyond-km = those with nothing within { $km } km
territory-none-beyond = Every commune of known position has this help within { $km } km.
territory-count = { $n ->
    [one] One commune
   *[other] { $n } communes
  }
territory-column-insee = INSEE code
territory-column-commune = Commune
territory-column-department = Département
territory-column-people = Inhabitants
territory-column-km = Distance as the crow flies (km)
territory-column-class = Class of distance
territory-column-nearest = The nearest
territory-pages = Pages of the list
territory-page = Page { $n } of { $of }
territory-before = Previous page
territory-after = Next page
territory-who = Who is there
territory-nobody = The network knows of no organisation there yet.
territory-members = Members of the network
territory-all = All, known ones included
territory-members-list = Members of the network
territory-more-members = { $n ->
    [one] and one more member
   *[other] and { $n } more members
  }
territory-directory = See the directory of this territory
territory-runs = What runs there
territory-coming = { $n ->
    [one] One session to come
   *[other] { $n } sessions to come
  }
territory-coming-none = No session is announced in this territory.
territory-programme = The whole programme
territory-held = Sessions held and participants
territory-few = fewer than 5 participants;
territory-typed = { $n ->
    [one] one of them typed in
   *[other] { $n } of them typed in
  }
territory-agreements = Agreements in force
territory-agreements-none = No agreement is in force in this territory.
territory-until = until { $date }
territory-regions = Regions
territory-departments = Départements
territory-bodies = Inter-communal bodies
territory-parts-hint = Percentages are those of inhabitants with the chosen help within reach. An inter-communal body has the name of its largest commune here, and may reach beyond the département.
territory-name = Territory
territory-libraries = Libraries
territory-centres = Career-guidance centres
territory-problem-unknown = This territory does not exist. Search for a commune, a département or a region.
territory-problem-choice = This choice does not exist. Go back to the page and choose from the list.
