#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Prints which packages of packaging/debian-packages.txt are missing, and installs those that building and checking need when run as
# root or with DEPS=1. Status 1 when one that building needs is still missing.   usage: packaging/deps.sh
set -euo pipefail
list=$(dirname "$0")/debian-packages.txt

missing() { # missing NEED...: the packages of those needs that are not installed
    local need package
    while IFS=$'\t' read -r package need; do
        [[ $package == '#'* || -z $package ]] && continue
        [[ " $* " == *" $need "* ]] || continue
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || echo "$package"
    done <"$list"
}

if ! command -v dpkg-query >/dev/null; then
    echo "not a Debian system: see $list for what Entente needs"
    exit 0
fi
wanted=$(missing build check | tr '\n' ' ')
optional=$(missing extra | tr '\n' ' ')
[[ -n $optional ]] && echo "not installed, and needed only for fuzzing and accuracy: $optional"
if [[ -z $wanted ]]; then
    echo "all Debian packages that building and checking need are installed"
    exit 0
fi
echo "missing Debian packages: $wanted"
sudo=
if [[ $(id -u) != 0 ]]; then
    [[ ${DEPS:-} == 1 ]] && sudo=sudo
    if [[ -z $sudo ]]; then
        echo "install them with: sudo apt-get install $wanted"
        [[ -z $(missing build) ]]
        exit
    fi
fi
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -q </dev/null
# shellcheck disable=SC2086 # one word per package
$sudo apt-get install -q -y --no-install-recommends $wanted </dev/null
