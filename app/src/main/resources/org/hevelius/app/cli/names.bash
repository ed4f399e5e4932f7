
# Names of datasets and snapshots, asked from the catalog when TAB is pressed.
COMP_WORDBREAKS=${COMP_WORDBREAKS//@/}
function _hevelius_complete() {
  _complete_hevelius
  local word=${COMP_WORDS[COMP_CWORD]} command=("${COMP_WORDS[0]}") i
  if [[ ${#COMPREPLY[@]} -gt 0 || $word == -* || $COMP_CWORD -lt 2 ]]; then return; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    if [[ ${COMP_WORDS[i]} == --home ]]; then
      [[ ${COMP_WORDS[i + 1]} != = ]] || ((i++))
      command+=(--home "${COMP_WORDS[i + 1]}")
    fi
  done
  local IFS=$'\n'
  COMPREPLY=($(compgen -W "$("${command[@]}" complete-names "$word" 2> /dev/null)" -- "$word"))
}
complete -F _hevelius_complete -o default hevelius
