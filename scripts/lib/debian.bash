# shellcheck shell=bash
# Packages of the distribution, with whatever rights there are, asking nothing.

# As root or with a sudo that asks nothing they are installed; otherwise they are unpacked beside our other tools.
debian_packages() {
  have apt-get || fail "install these with your package manager, then try again: $*"
  if may_install; then
    as_root apt-get update -q || true # an archive we do not need may be out of reach; the next line tells
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends \
      -o DPkg::Lock::Timeout=600 "$@"
  else
    unpack_packages "$@"
  fi
}

may_install() { [[ $(id -u) == 0 ]] || sudo -n true 2>/dev/null; }

as_root() { if [[ $(id -u) == 0 ]]; then "$@"; else sudo -n "$@"; fi; }

# apt with the machine's archives and keys, but with lists and downloads of its own, so that it needs no rights.
private_apt() {
  local state=$TOOLS/apt
  mkdir -p "$state/lists/partial" "$state/archives/partial"
  apt-get -q -o Dir::State::lists="$state/lists" -o Dir::Cache="$state" -o Debug::NoLocking=true \
    -o APT::Sandbox::User="$(id -un)" "$@"
}

# apt itself names what is missing, dependencies included.
unpack_packages() {
  local folder=$TOOLS/debian missing deb
  mkdir -p "$folder/downloads"
  private_apt update || true
  private_apt install --simulate --no-install-recommends "$@" >"$folder/plan"
  mapfile -t missing < <(awk '$1 == "Inst" { print $2 }' "$folder/plan")
  (cd "$folder/downloads" && private_apt download "${missing[@]}")
  for deb in "$folder"/downloads/*.deb; do dpkg-deb -x "$deb" "$folder"; done
  rm -rf "$folder/downloads"
}

# wrap_unpacked PROGRAM: puts an unpacked program on our PATH, with the libraries and fonts unpacked beside it.
wrap_unpacked() {
  local program=$1 folder=$TOOLS/debian libraries wrapper
  libraries=$(find "$folder" -name '*.so*' -printf '%h\n' | sort -u | paste -sd :)
  wrapper=$TOOLS/bin/${program##*/}
  mkdir -p "$TOOLS/bin"
  cat >"$folder/fonts.conf" <<END
<fontconfig><dir>/usr/share/fonts</dir><dir>$folder/usr/share/fonts</dir><cachedir prefix="xdg">fontconfig</cachedir></fontconfig>
END
  cat >"$wrapper" <<END
#!/bin/sh
export LD_LIBRARY_PATH='$libraries' FONTCONFIG_FILE='$folder/fonts.conf'
exec '$program' "\$@"
END
  chmod +x "$wrapper"
}
