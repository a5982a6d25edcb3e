#!/bin/sh
# Chromium for the browser tests: found, installed where that needs no password, or asked for.
set -eu
cd "$(dirname "$0")/.."
. scripts/prerequisites.sh
need_chromium
