#!/usr/bin/env bash
# Runs a command beside a PostgreSQL server of its own, which is thrown away afterwards:
#
#   tools/pg.sh cargo test -p store
#
# The command finds the server's address in TANDEM_TEST_POSTGRES. The server syncs to disk as a
# real one does, listens on 127.0.0.1 only, and trusts whoever comes.
set -euo pipefail

[ $# -gt 0 ] || {
  sed -n '2,8s/^# \{0,1\}//p' "$0" >&2
  exit 2
}
initdb=$( (command -v initdb; compgen -G '/usr/lib/postgresql/*/bin/initdb') | sort -V | tail -n 1)
bin=${initdb%/*}
[ -n "$bin" ] || {
  echo "tools/pg.sh: no PostgreSQL server here (Debian: apt-get install postgresql)" >&2
  exit 1
}

dir=$(mktemp -d /tmp/tandem-pg.XXXXXX)
here=$PWD
# PostgreSQL refuses to run as root.
as() { (cd "$dir" && "$@"); }
if [ "$(id -u)" = 0 ]; then
  as() { (cd "$dir" && runuser -u postgres -- "$@"); }
  chown postgres "$dir"
fi

finish() {
  local status=$?
  trap - EXIT
  as "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1 || true
  rm -rf "$dir"
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

as "$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 \
  >"$dir/initdb.log" 2>&1 || {
  cat "$dir/initdb.log" >&2
  exit 1
}
for try in 1 2 3; do
  port=$(python3 -c 'import socket
s = socket.create_server(("127.0.0.1", 0))
print(s.getsockname()[1])')
  as "$bin/pg_ctl" -D "$dir/data" -l "$dir/data/server.log" -t 30 -w start -o "-p $port \
    -c listen_addresses=127.0.0.1 -c unix_socket_directories=$dir -c max_connections=200" \
    >/dev/null && break
  [ "$try" -lt 3 ] || {
    cat "$dir/data/server.log" >&2
    exit 1
  }
done

cd "$here"
export TANDEM_TEST_POSTGRES="postgres://postgres@127.0.0.1:$port/postgres"
"$@"
