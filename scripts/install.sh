#!/bin/sh
# install.sh node|python demo|dev|bench: bring node_modules or .venv to what the demo needs, development, or the
# benchmark with its peers; for node the last two are the same.
# Quick when nothing changed: a stamp in .make/ holds what was installed from which files, and where.
set -eu
cd "$(dirname "$0")/.."
. scripts/prerequisites.sh

what=$1
level=$2
stamp=.make/$what

# True when the stamp was made from the same files, for this level or for a larger one.
is_current() {
    [ -f "$stamp" ] || return 1
    read -r had sum <"$stamp"
    [ "$sum" = "$fingerprint" ] || return 1
    case $level in
        demo) true ;;
        dev) [ "$had" != demo ] ;;
        *) [ "$had" = "$level" ] ;;
    esac
}

fingerprint_of() {
    { pwd && cat "$@"; } | cksum | tr ' ' -
}

keep_stamp() {
    mkdir -p .make
    echo "$level $fingerprint" >"$stamp"
}

install_node() {
    need_node
    fingerprint=$(fingerprint_of js/package.json js/package-lock.json)
    is_current && [ -d js/node_modules/esbuild ] && return
    say "Installing the front end's packages ..."
    only=
    [ "$level" != demo ] || only=--omit=dev
    # Chromium is the system's: playwright must not fetch its own.
    (cd js && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci $only --no-audit --no-fund --loglevel=error)
    keep_stamp
}

install_python() {
    fingerprint=$(fingerprint_of pyproject.toml constraints.txt hatch_build.py)
    is_current && .venv/bin/python -c 'import evallens' 2>/dev/null && return
    python=$(find_python)
    if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
        need_venv "$python"
        say "Making .venv with $("$python" --version) ..."
        "$python" -m venv --clear .venv
    fi
    say "Installing evallens[$level] and its dependencies, a few minutes the first time ..."
    .venv/bin/python -m pip install --quiet --disable-pip-version-check \
        --constraint constraints.txt --editable ".[$level]"
    keep_stamp
}

"install_$what"
