# Sourced by the commands beside it. Makes .venv and installs the pinned, hashed requirements into
# it; does nothing when they are there already. Two commands may run this at once.
#
#   prepare demo|dev    afterwards "$python" is the project's interpreter
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
python=""

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "$*"
  exit 1
}

# Can this interpreter make a virtual environment for the project?
_suits() {
  "$1" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1
}

# The interpreter to make .venv with: the one .python-version asks of pyenv, then what PATH has.
_find_interpreter() {
  local candidate wanted
  if command -v pyenv >/dev/null 2>&1 && candidate="$(cd "$root" && pyenv which python3 2>/dev/null)"; then
    if _suits "$candidate"; then printf '%s' "$candidate" && return; fi
  fi
  wanted="$(cat "$root/.python-version")"
  for candidate in "python$wanted" python3.13 python3.12 python3 \
    "${HOME:-/nonexistent}/.pyenv/versions/$wanted".*/bin/python3; do
    if _suits "$candidate"; then command -v "$candidate" && return; fi
  done
  return 1
}

_make_environment() {
  local interpreter
  interpreter="$(_find_interpreter)" || fail \
    "Python 3.12 or newer with its venv module is needed and was not found on the PATH." \
    "Install it (for instance: apt-get install python3.13 python3.13-venv) and run this again."
  say "Making the project's environment with $("$interpreter" --version) ..."
  "$interpreter" -m venv --clear "$environment" || fail \
    "The environment could not be made in $environment: see the message above."
}

# Everything that demo.txt pins is in dev.txt too.
_installed() {
  cmp -s "$root/requirements/$1.txt" "$environment/.installed-$1.txt" ||
    cmp -s "$root/requirements/dev.txt" "$environment/.installed-dev.txt"
}

_install() {
  local requirements="$root/requirements/$1.txt"
  say "Installing the pinned requirements ($1) ..."
  if command -v uv >/dev/null 2>&1 &&
    uv pip install --quiet --python "$python" --require-hashes -r "$requirements" 2>/dev/null; then
    :
  elif ! "$python" -m pip install --disable-pip-version-check --no-input --progress-bar off \
    --require-hashes -r "$requirements" >"$environment/install.log" 2>&1; then
    tail -n 15 "$environment/install.log" >&2
    fail "The requirements could not be installed: see above, and $environment/install.log." \
      "pip must be able to reach a package index, or have one configured."
  fi
  cp "$requirements" "$environment/.installed-$1.txt"
}

prepare() {
  environment="$root/.venv"
  local locks="$root/.run"
  if [ -L "$environment" ]; then # one environment shared by several checkouts
    environment="$(readlink -f "$environment")"
    locks="$environment"
  fi
  python="$environment/bin/python"
  # The usual case costs two comparisons and no lock.
  if _installed "$1" && "$python" -c '' 2>/dev/null; then return; fi
  mkdir -p "$locks"
  exec 9>"$locks/.set-up.lock"
  local locker
  locker="$(_find_interpreter)" || locker="$python"
  # flock(2) belongs to the open file, so the lock that Python takes stays with this shell.
  "$locker" -c 'import fcntl; fcntl.flock(9, fcntl.LOCK_EX)' 2>/dev/null || true
  "$python" -c '' 2>/dev/null || _make_environment
  _installed "$1" || _install "$1"
  exec 9>&-
}

# Hands over to the launcher, with the project importable from whatever folder this was called in.
launch() {
  export PYTHONPATH="$root${PYTHONPATH:+:$PYTHONPATH}"
  exec "$python" -P -m inspectorate.launcher "$@"
}
