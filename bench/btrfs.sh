#!/bin/sh
# Measures Btrfs sources: capture, listing a directory of a snapshot, what differs by the file system, diff with it and by walking both, exchange.
#
#   bench/btrfs.sh DIR [files=1000000]   as root; makes a loop image in DIR and removes it again
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
dir=$1
files=${2:-files=1000000}
"$top/hevelius" --version > /dev/null
java=$("$top/hevelius" --find-java)/bin/java
mkdir -p "$dir/btrfs"
truncate -s 20G "$dir/btrfs.img"
mkfs.btrfs -q "$dir/btrfs.img" > /dev/null
mount -o loop "$dir/btrfs.img" "$dir/btrfs"
trap 'umount "$dir/btrfs"; rm "$dir/btrfs.img"; rmdir "$dir/btrfs"' EXIT
"$java" -Xmx2g --enable-native-access=ALL-UNNAMED -cp "$top/app/target/hevelius.jar:$top/app/target/lib/*" "$top/bench/BtrfsBenchmark.java" "$dir/btrfs" "${files#files=}"
