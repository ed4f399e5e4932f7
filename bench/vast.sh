#!/bin/sh
# Measures VAST sources against a stand-in in another process: listing, filtering and reconciling many snapshots.
#
#   bench/vast.sh DIR [snapshots=10000]   fills a stand-in in the new directory DIR, and leaves it there
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
dir=$1
snapshots=${2:-snapshots=10000}
"$top/hevelius" --version > /dev/null
java=$("$top/hevelius" --find-java)/bin/java
mkdir "$dir"
run() {
  "$java" -Xmx1g --enable-native-access=ALL-UNNAMED -cp "$top/app/target/hevelius.jar:$top/app/target/lib/*" "$top/bench/VastBenchmark.java" "$@"
}
run serve "$dir" &
trap 'kill $!' EXIT
while [ ! -s "$dir/address" ]; do
  kill -0 $!
  sleep 1
done
run measure "$dir" "$(cat "$dir/address")" "${snapshots#snapshots=}"
