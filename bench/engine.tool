name         hevelius
# The command template with which the engine benchmark runs this program in turn with others on the same data.
# HEVELIUS names the launcher; without it `hevelius` is taken from the PATH.
init         h="${HEVELIUS:-hevelius} --home {cache}/home --quiet"; $h init --repository {repo} && $h dataset add bench --source {src}
full         ${HEVELIUS:-hevelius} --home {cache}/home --quiet create bench "benchmark"
nochange     =full
incr         =full
restore_full ${HEVELIUS:-hevelius} --home {cache}/home --quiet restore bench@latest --to {out} --yes
restore_one  one={one}; ${HEVELIUS:-hevelius} --home {cache}/home --quiet restore bench@latest --to {out} --path "${one#{src}/}" --yes
ls           ${HEVELIUS:-hevelius} --home {cache}/home browse bench@latest --recursive
check        ${HEVELIUS:-hevelius} --home {cache}/home --quiet check
check_data   ${HEVELIUS:-hevelius} --home {cache}/home --quiet check --read-data
prune        ${HEVELIUS:-hevelius} --home {cache}/home --quiet cleanup bench --keep-last 1 --yes
