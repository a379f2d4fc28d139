#!/usr/bin/env bash
# libFuzzer over every parser (fuzz-targets): 10 million executions each, from the kept corpus.
#
#   tools/fuzz.sh                  all of them, some hours
#   tools/fuzz.sh 100000 code      so many executions, of these targets
#
# No part of Tandem is unsafe code, so it runs without a sanitizer, which makes it many times faster.
# What it finds lies in fuzz/artifacts; put it into fuzz-targets/corpus with the repair.
set -euo pipefail
cd "$(dirname "$0")/.."

runs=${1:-10000000}
[ $# -gt 0 ] && shift
readonly CARGO_FUZZ=0.13.2
export PATH="$PWD/.cache/tools/bin:$PATH" RUSTC_BOOTSTRAP=1
[ "$(cargo fuzz --version 2>/dev/null)" = "cargo-fuzz $CARGO_FUZZ" ] || {
  echo "building cargo-fuzz $CARGO_FUZZ (some minutes, once)"
  cargo install --quiet --locked --force --root .cache/tools --version "$CARGO_FUZZ" cargo-fuzz
}

cd fuzz
targets=("$@")
[ ${#targets[@]} -gt 0 ] || mapfile -t targets < <(cargo fuzz list)
for target in "${targets[@]}"; do
  work=$(mktemp -d /tmp/tandem-fuzz.XXXXXX)
  log="$work/log"
  if ! cargo fuzz run --sanitizer none "$target" "$work" "../fuzz-targets/corpus/$target" -- \
    -runs="$runs" -max_len=8192 -timeout=20 -rss_limit_mb=512 -print_final_stats=1 >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    echo "tools/fuzz.sh: $target FAILED" >&2
    exit 1
  fi
  executed=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  speed=$(sed -n 's/^stat::average_exec_per_sec: *//p' "$log")
  echo "$target: $executed executions, $speed a second, nothing found"
  rm -rf "$work"
done
