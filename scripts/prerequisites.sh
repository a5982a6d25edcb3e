# What the machine must bring, each missing thing said in one sentence. Sourced by the other scripts.

say() { printf '%s\n' "$*"; }
stop() {
    printf 'evallens: %s\n' "$*" >&2
    exit 1
}

# Install Debian packages when that needs no password; fail otherwise.
install_packages() {
    command -v apt-get >/dev/null || return 1
    if [ "$(id -u)" = 0 ]; then
        as_root=env
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        as_root='sudo -n env'
    else
        return 1
    fi
    say "Installing $* with apt-get ..."
    log=$(mktemp)
    if ! { $as_root apt-get update -q && $as_root DEBIAN_FRONTEND=noninteractive \
        apt-get install -q -y --no-install-recommends "$@"; } >"$log" 2>&1; then
        tail -n 5 "$log" >&2
        rm -f "$log"
        return 1
    fi
    rm -f "$log"
}

# Print a Python of 3.11 or newer; PYTHON=... chooses another.
find_python() {
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    stop "needs Python >= 3.11, and ${PYTHON:-python3} is $(${PYTHON:-python3} --version 2>/dev/null ||
        echo missing); install a newer one, or name it: make PYTHON=/path/to/python3.11 ..."
}

# Debian keeps what a virtual environment needs in a package of its own.
need_venv() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null && return
    package=$("$1" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    install_packages "$package" && "$1" -c 'import ensurepip, venv' 2>/dev/null && return
    stop "needs $package to make a virtual environment; install it: sudo apt-get install $package"
}

need_node() {
    found=$(node --version 2>/dev/null) || found=missing
    major=${found#v}
    major=${major%%.*}
    case $major in
        '' | *[!0-9]*) major=0 ;;
    esac
    [ "$major" -ge 20 ] ||
        stop "needs Node >= 20 to build its front end, and node is $found; install Node 20 or newer with npm."
    npm --version >/dev/null 2>&1 ||
        stop "needs npm to build its front end, and npm is missing; install the npm that belongs to Node $found."
}

need_chromium() {
    command -v chromium >/dev/null && return
    install_packages chromium fonts-dejavu-core && command -v chromium >/dev/null && return
    stop "needs Chromium as 'chromium' on the PATH to test the widget in a browser; install it: sudo apt-get install chromium"
}
