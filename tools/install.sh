#!/usr/bin/env bash
# Installs what the checks need, only where it is missing; run by ./check. Quiet when all goes well.
#
#   tools/install.sh          everything
#   tools/install.sh --fast   what ./check --fast needs
set -euo pipefail
cd "$(dirname "$0")/.."

CARGO_DENY=0.20.2
log=.cache/logs/install.log
mkdir -p .cache/logs .cache/tools
: >"$log"

say() { echo "   $*"; }
fail() {
  echo "tools/install.sh: $*" >&2
  exit 1
}
# Runs a command into the log, and shows the end of the log if it fails.
quiet() {
  echo "+ $*" >>"$log"
  "$@" >>"$log" 2>&1 </dev/null || {
    tail -n 40 "$log" >&2
    fail "this failed: $* (whole log: $log)"
  }
}
has() { command -v "$1" >/dev/null 2>&1; }

rust() {
  has cargo ||
    fail "cargo is missing: install Rust 1.95 or later, https://www.rust-lang.org/tools/install"
  local component
  for component in fmt clippy; do
    cargo "$component" --version >/dev/null 2>&1 && continue
    has rustup || fail "cargo $component is missing: install it with your Rust"
    quiet rustup component add "${component/fmt/rustfmt}"
  done
}

debian() {
  local missing=()
  has cc || missing+=(gcc libc6-dev)
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || has initdb || missing+=(postgresql)
  [ -n "${CHROMIUM:-}" ] || has chromium || missing+=(chromium fonts-dejavu-core)
  has zbarimg || missing+=(zbar-tools)
  has pdftotext || missing+=(poppler-utils)
  has node || missing+=(nodejs)
  has npm || missing+=(npm)
  python3 -c 'import ensurepip, venv' >/dev/null 2>&1 || missing+=(python3-venv)
  [ "${#missing[@]}" -gt 0 ] || return 0

  local install="apt-get install --no-install-recommends ${missing[*]}"
  has apt-get || fail "install these (Debian's names): ${missing[*]}"
  [ "$(id -u)" = 0 ] || fail "please run: sudo apt-get update && sudo $install"
  say "installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  quiet apt-get update -q
  quiet apt-get -o DPkg::Lock::Timeout=300 install -q -y --no-install-recommends "${missing[@]}"
}

# The browser driver and the accessibility rules, into tools/node_modules.
browser_tools() {
  local want stamp=tools/node_modules/.stamp
  want=$(sha256sum <tools/package-lock.json)
  [ "$(cat "$stamp" 2>/dev/null)" = "$want" ] && return
  node -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)' ||
    fail "the browser tests need Node.js 20 or later; here is $(node --version)"
  say "npm ci in tools/"
  export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 PUPPETEER_SKIP_DOWNLOAD=1
  quiet npm ci --prefix tools --no-audit --no-fund --ignore-scripts
  echo "$want" >"$stamp"
}

# An SMTP server and schemathesis, into .cache/venv.
python_tools() {
  local want stamp=.cache/venv/.stamp
  want=$(sha256sum <tools/requirements.txt)
  [ "$(cat "$stamp" 2>/dev/null)" = "$want" ] && return
  say "pip install into .cache/venv"
  rm -rf .cache/venv
  quiet python3 -m venv .cache/venv
  quiet .cache/venv/bin/pip install --disable-pip-version-check -r tools/requirements.txt
  echo "$want" >"$stamp"
}

cargo_deny() {
  local found
  for found in .cache/tools/bin/cargo-deny cargo-deny; do
    [ "$("$found" --version 2>/dev/null)" = "cargo-deny $CARGO_DENY" ] && return
  done
  say "building cargo-deny $CARGO_DENY (some minutes, once)"
  quiet env CARGO_TARGET_DIR=.cache/tools/target cargo install --locked --force \
    --root .cache/tools --version "$CARGO_DENY" cargo-deny
  rm -rf .cache/tools/target
}

rust
if [ "${1:-}" != --fast ]; then
  debian
  browser_tools
  python_tools
  tools/vectors.sh
  cargo_deny
fi
