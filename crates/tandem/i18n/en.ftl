# The command line.
cli-demo-at = Demonstration network: { $url }
cli-demo-enter = To enter as a professional (each link works once, for 15 minutes):
cli-demo-keeps = The data are in { $dir }. Ctrl+C to stop.
cli-demo-forgets = Nothing is kept after the end (Ctrl+C); --dir FOLDER keeps the data.
cli-demo-other = These data are another network’s: the demonstration does not enter it. Choose another folder with --dir.
problem-purge-future = This date is in the future: what it would erase is still needed.
purge-done = Keys destroyed: { $keys }. Sessions: { $sessions }. Registrations erased: { $registrations }.
