# shellcheck shell=bash disable=SC2034
# Sourced by every script: where the project is, which tools it uses, and how to find them.

ROOT=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
cd -- "$ROOT" || exit 1

# Tools live outside the clone, so that several clones share them, and are on PATH only inside the scripts.
TOOLS=${HUKUMATI_TOOLS:-$HOME/.cache/hukumati/tools}

# 0.3.11 asks for a newer Rust than the one we support.
CARGO_LEPTOS_VERSION=0.3.10
BINARYEN_VERSION=132.0.0

# The command-line tool and the library must be of exactly the same version.
WASM_BINDGEN_VERSION=$(awk -F '"' '/^name = "wasm-bindgen"$/ { getline; print $2 }' Cargo.lock 2>/dev/null || true)

WASM_BINDGEN_HOME=$TOOLS/wasm-bindgen-$WASM_BINDGEN_VERSION
BINARYEN_HOME=$TOOLS/binaryen-$BINARYEN_VERSION

export PATH="$TOOLS/bin:$WASM_BINDGEN_HOME/bin:$BINARYEN_HOME/node_modules/.bin:$PATH"

have() { command -v "$1" >/dev/null 2>&1; }

find_chromium() {
  local name
  for name in "${CHROMIUM_PATH:-}" chromium chromium-browser google-chrome; do
    [[ -n $name ]] && command -v "$name" && return
  done
  return 1
}

# Debian keeps the server's programs out of PATH; the newest version is the last one listed.
find_postgres() {
  local folder
  have initdb && have pg_ctl && dirname -- "$(command -v initdb)" && return
  folder=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
  [[ -x $folder/initdb ]] && printf '%s\n' "$folder"
}

# The system hands out a port that nobody listens on.
free_port() {
  node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'
}
