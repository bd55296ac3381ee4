# SPDX-License-Identifier: Apache-2.0
# CoNLL-U out is CoNLL-U in: ten columns, comments and multi-word tokens kept.
echo "The ministers don't agree. \"No,\" said Mr. Lavrov." >text.txt
entente parse text.txt >one.conllu
awk -F '\t' '!/^#/ && NF && NF != 10 { bad++ } END { print bad + 0, "lines without ten columns" }' one.conllu
cut -f 1,2 one.conllu
entente parse --pretokenised one.conllu >two.conllu
same one.conllu two.conllu 'parsed again from its own tokens'
printf '# sent_id = x1\n# text = France voted.\n# my own comment\n1\tFrance\t_\t_\t_\t_\t_\t_\t_\t_\n2\tvoted\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n3\t.\t_\t_\t_\t_\t_\t_\t_\t_\n\n' >own.conllu
t bash -c 'entente parse --pretokenised own.conllu | cut -f 1,2,4'
printf '1\tone\ttwo\n\n' >bad.conllu
t entente parse --pretokenised bad.conllu
