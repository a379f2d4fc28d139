#!/usr/bin/env bash
# The parts list (SBOM) of the program, CycloneDX: every library that is built into it, with version,
# licence and where it comes from. For a release; a machine can compare it with known weaknesses.
#
#   tools/sbom.sh [FILE]        target/tandem.cdx.json unless said otherwise
set -euo pipefail
cd "$(dirname "$0")/.."

readonly CARGO_CYCLONEDX=0.5.9
out=${1:-target/tandem.cdx.json}
case "$out" in
  -*)
    sed -n '2,5s/^# \{0,1\}//p' "$0"
    exit 2
    ;;
esac
export PATH="$PWD/.cache/tools/bin:$PATH"
[ "$(cargo cyclonedx --version 2>/dev/null)" = "cargo-cyclonedx-cyclonedx $CARGO_CYCLONEDX" ] || {
  echo "building cargo-cyclonedx $CARGO_CYCLONEDX (some minutes, once)"
  cargo install --quiet --locked --force --root .cache/tools --version "$CARGO_CYCLONEDX" cargo-cyclonedx
}
cargo cyclonedx --quiet --format json --spec-version 1.5 --override-filename sbom \
  --manifest-path crates/tandem/Cargo.toml
mkdir -p "$(dirname "$out")"
mv crates/tandem/sbom.json "$out"
find . -name 'sbom.json' -not -path './target/*' -delete

# It is whole: every library that cargo builds into the program stands in it, each with a licence.
cargo tree --locked -p tandem -e normal --prefix none --format '{p}' | awk '{print $1, substr($2, 2)}' |
  sort -u >"$out.tree"
python3 - "$out" "$out.tree" <<'PY'
import json, sys
parts = json.load(open(sys.argv[1]))["components"]
known = {(c["name"], c["version"]) for c in parts}
built = {tuple(line.split()[:2]) for line in open(sys.argv[2]) if line.strip()}
missing = sorted(b for b in built if b not in known and b[0] != "tandem")
bare = sorted(c["name"] for c in parts if not c.get("licenses"))
if missing or bare:
    sys.exit(f"tools/sbom.sh: missing {missing}, without a licence {bare}")
print(f"{sys.argv[1]}: {len(parts)} parts")
PY
rm -f "$out.tree"
