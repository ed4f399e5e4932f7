#!/bin/sh
# Measures ZFS sources: capture, listing a directory of a snapshot, what differs, exchange, rollback.
#
#   bench/zfs.sh POOL [files=1000000]      as root, on a pool that exists; uses POOL/hevelius-bench, which must not
#                                          exist, and removes it again with all that was set aside beside it
#   bench/zfs.sh DIR/ [files=1000000]      makes a pool of zfs-fuse on a file in DIR, and removes it again
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
files=${2:-files=1000000}
"$top/hevelius" --version > /dev/null
java=$("$top/hevelius" --find-java)/bin/java
end() {
  for each in $(zfs list -H -o name -d 1 -r "$pool" | grep "^$pool/hevelius-bench"); do
    zfs destroy -R "$each" 2> /dev/null || true
  done
  [ -z "${daemon:-}" ] || { zpool destroy -f "$pool"; kill "$daemon"; wait "$daemon" || true; rm -f "$1/vdev" "$1/pid"; rmdir "$1/pool"; }
}
case $1 in
  */)
    pool=hevbench
    truncate -s 20G "$1/vdev"
    zfs-fuse -n --pidfile "$1/pid" > /dev/null 2>&1 &
    daemon=$!
    trap 'end "$1"' EXIT
    until zpool list > /dev/null 2>&1; do kill -0 "$daemon"; sleep 0.2; done
    zpool create -m "$(cd "$1" && pwd)/pool" "$pool" "$1/vdev"
    ;;
  *)
    pool=$1
    ! zfs list "$pool/hevelius-bench" > /dev/null 2>&1 || { echo "$pool/hevelius-bench exists" >&2; exit 2; }
    trap 'end "$1"' EXIT
    ;;
esac
"$java" -Xmx2g --enable-native-access=ALL-UNNAMED -cp "$top/app/target/hevelius.jar:$top/app/target/lib/*" "$top/bench/ZfsBenchmark.java" "$pool/hevelius-bench" "${files#files=}"
