#!/bin/sh
# Measures the service over a home with 100,000 snapshots and 50,000,000 indexed versions of files.
#
#   bench/service.sh DIR [name=value ...]   DIR is made and filled when it isn't there; options: datasets, versions,
#                                           files, changed, rate, seconds
#   bench/service.sh DIR only=WORDS         only what requests cost whose kind has these words ("find", "" for all)
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
dir=$1
shift
"$top/hevelius" --version > /dev/null
java=$("$top/hevelius" --find-java)/bin/java
run() {
  "$java" -Xmx2g --enable-native-access=ALL-UNNAMED -cp "$top/app/target/hevelius.jar:$top/app/target/lib/*" "$top/bench/ServiceBenchmark.java" "$@"
}
if [ ! -d "$dir/home" ]; then
  mkdir -p "$dir/live"
  i=0
  while [ $i -lt 200 ]; do head -c 1000000 /dev/urandom > "$dir/live/$i"; i=$((i + 1)); done
  hevelius="$top/hevelius --home $dir/home"
  $hevelius init > /dev/null
  $hevelius dataset add live --source "$dir/live" > /dev/null
  head -c 18 /dev/urandom | base64 > "$dir/home/bench.password"
  $hevelius user add bench --role admin --password-file "$dir/home/bench.password" > /dev/null
  $hevelius token create bench --user bench --out "$dir/home/bench.token" > /dev/null
  run fill home="$dir/home" "$@"
fi
case " $*" in
  *" only="*) run requests home="$dir/home" launcher="$top/hevelius" "$@"; exit ;;
esac
run measure home="$dir/home" launcher="$top/hevelius" "$@"
