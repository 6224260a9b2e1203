#!/bin/sh
# Says in one line what is missing when Node cannot start or is too old: no program of ours could. What npm
# installs links libatomic, which a fresh Debian lacks, and the loader's own words name no remedy.
needed=26

if said=$(node --version 2>&1); then
  major=${said#v}
  [ "${major%%.*}" -ge "$needed" ] && exit 0
  reason="this is Node $said, and Waggle needs Node $needed or newer; run npm install, which brings one"
else
  case $said in
    *libatomic*) reason='Node needs the system library libatomic.so.1; install it (Debian, Ubuntu: apt-get install libatomic1; Fedora: dnf install libatomic)' ;;
    *) reason="Node does not start ($(echo $said)); run npm install, which brings one, or install Node $needed" ;;
  esac
fi
echo "waggle: $reason" >&2
exit 1
