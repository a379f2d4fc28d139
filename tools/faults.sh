#!/usr/bin/env bash
# The long run of faults: 1,000 kills, 1,000 power cuts, an error of the disk at every call, and what
# the other tests try, on both databases. Prints the table of RELIABILITY.md; takes about an hour.
#
#   tools/faults.sh            all of it
#   tools/faults.sh --short    as often as ./check does
set -euo pipefail
cd "$(dirname "$0")/.."

export TANDEM_FAULTS=long TANDEM_TEST_REQUIRE=1
export TANDEM_TEST_VENV="${TANDEM_TEST_VENV:-$PWD/.cache/venv}"
case "${1:-}" in
  "") ;;
  --short) unset TANDEM_FAULTS ;;
  *)
    sed -n '2,6s/^# \{0,1\}//p' "$0"
    exit 2
    ;;
esac
ignored=--include-ignored
command -v strace >/dev/null || {
  echo "tools/faults.sh: without strace, errors of the disk are left out (Debian: apt-get install strace)" >&2
  ignored=
}

work=$(mktemp -d /tmp/tandem-faults.XXXXXX)
trap 'rm -rf "$work"' EXIT
export TANDEM_FAULTS_TABLE="$work/table"
touch "$TANDEM_FAULTS_TABLE"
failed=

# storm: the faults of crates/tandem/tests/faults, one after the other.
tools/pg.sh cargo test --release --quiet -p tandem --test faults -- $ignored --test-threads=1 \
  2>&1 | tee "$work/faults.log" || failed=yes

# others ROW WHAT PACKAGE ARGUMENTS…: counts the tests of a row that are elsewhere, built as ./check
# builds them.
others() {
  local row=$1 what=$2 package=$3 log="$work/$1.log"
  shift 3
  tools/pg.sh cargo test --quiet -p "$package" "$@" >"$log" 2>&1 || {
    failed=yes
    cat "$log" >&2
  }
  python3 - "$row" "$what" "$log" >>"$TANDEM_FAULTS_TABLE" <<'PY'
import json, re, sys
row, what, log = sys.argv[1:]
text = open(log).read()
passed = sum(int(n) for n in re.findall(r"(\d+) passed", text))
broken = sum(int(n) for n in re.findall(r"(\d+) failed", text))
print(json.dumps({"row": row, "what": what, "engine": "both", "tests": passed, "broken": broken}))
PY
}
others F6 "clock that jumps, summer time, time zones" tandem --test uses -- moments:: forgetting::
others F6 "guard of the day of forgetting" site --lib sealing
others F7 "mail server down, locked, refusing, for a day" tandem --test uses -- mail::
others F8 "slow clients, floods, hostile requests" tandem --test uses -- hostile::
others F9 "bodies, headers and forms too large" site
others F10 "tables truncated, huge, hostile, in the wrong encoding" tables
others F10 "imports, whole or refused by line" tandem --test uses -- imports::
others F11 "formulas in exports" tables --lib write

python3 - "$TANDEM_FAULTS_TABLE" <<'PY'
import json, sys
lines = [json.loads(line) for line in open(sys.argv[1])]
lines.sort(key=lambda l: (int(l["row"][1:]), l["what"]))
print("\n| row | fault | database | faults tried | acknowledged | lost | oversold | errors shown |")
print("|---|---|---|--:|--:|--:|--:|--:|")
for l in lines:
    if "tests" in l:
        print(f"| {l['row']} | {l['what']} | {l['engine']} | {l['tests']} tests, {l['broken']} failed | | | | |")
    else:
        numbers = [l[k] for k in ("faults", "acknowledged", "lost", "oversold", "refused")]
        print(f"| {l['row']} | {l['what']} | {l['engine']} | " + " | ".join(f"{n:,}" for n in numbers) + " |")
PY
[ -z "$failed" ] || {
  echo "tools/faults.sh: FAILED, see above" >&2
  exit 1
}
