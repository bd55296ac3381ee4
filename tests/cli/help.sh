# SPDX-License-Identifier: Apache-2.0
# Help is made from one table: the list, every command's own, the manual page, and completions that their shells accept.
t entente --help
t entente code --help
t entente help export
for c in $(entente help | sed -n 's/^  \([a-z]*\)  .*/\1/p'); do
    entente "$c" --help >one
    entente help "$c" | cmp - one && grep -q '^usage: entente '"$c" one && grep -A 1 '^example:' one | grep -q "entente" && echo "help of $c: usage and example"
done
entente help man >entente.1
grep -c '^\.SS entente ' entente.1
if command -v groff >/dev/null; then groff -man -Tutf8 -ww entente.1 2>&1 >/dev/null | head -n 5; fi
entente help bash >complete.bash
bash -c 'source ./complete.bash; COMP_WORDS=(entente re); COMP_CWORD=1; _entente; echo "${COMPREPLY[*]}"'
bash -c 'source ./complete.bash; COMP_WORDS=(entente export --f); COMP_CWORD=2; _entente; echo "${COMPREPLY[*]}"'
bash -c 'source ./complete.bash; COMP_WORDS=(entente export --format c); COMP_CWORD=3; _entente; echo "${COMPREPLY[*]}"'
entente help zsh | head -n 1
entente help fish | grep -c 'subcommand_from export'
