#!/usr/bin/env bash
# Schemathesis sends what the OpenAPI description allows, and what it does not, to a demonstration
# server. All checks: no 5xx, no answer that the description does not know, no
# bad data accepted, none that is allowed refused.
#
#   TANDEM_BIN=target/release/tandem tools/api.sh
set -euo pipefail
cd "$(dirname "$0")/.."

here=$PWD/tools
bin=$(realpath "${TANDEM_BIN:-target/release/tandem}")
venv=$(realpath "${TANDEM_TEST_VENV:-.cache/venv}")
[ -x "$bin" ] || {
  echo "tools/api.sh: no program at $bin (cargo build --release, or set TANDEM_BIN)" >&2
  exit 1
}

dir=$(mktemp -d /tmp/tandem-api.XXXXXX)
server=
finish() {
  local status=$?
  trap - EXIT
  if [ -n "$server" ]; then
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  rm -rf "$dir"
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

port=$("$venv/bin/python" -c 'import socket
s = socket.create_server(("127.0.0.1", 0))
print(s.getsockname()[1])')
base=http://127.0.0.1:$port
"$bin" demo --dir "$dir/demo" --listen "127.0.0.1:$port" >"$dir/server.log" 2>&1 </dev/null &
server=$!

healthy() {
  "$venv/bin/python" -c 'import sys, urllib.request; urllib.request.urlopen(sys.argv[1], timeout=5)' \
    "$base/healthz" 2>/dev/null
}
end=$((SECONDS + 90))
until healthy; do
  if ! kill -0 "$server" 2>/dev/null || [ "$SECONDS" -gt "$end" ]; then
    echo "tools/api.sh: the demonstration server does not answer $base/healthz; its log:" >&2
    tail -n 40 "$dir/server.log" >&2
    exit 1
  fi
  sleep 0.2
done

cd "$dir"
status=0
# As many cases each time, from one seed: what passes here passes elsewhere.
timeout 120 "$venv/bin/schemathesis" --config-file "$here/schemathesis.toml" --no-color run "$base/api/v1/openapi.json" \
  --checks all --max-examples 250 --phases examples,coverage,fuzzing \
  --request-timeout 10 --warnings off --seed 1 </dev/null || status=$?
if [ "$status" != 0 ]; then
  echo "--- the last lines of the server's log:" >&2
  tail -n 40 "$dir/server.log" >&2
fi
exit "$status"
