# SPDX-License-Identifier: Apache-2.0
# Damaged data: a model, a rule, a table. The message has the file and the line or what is wrong; status 3; nothing is read by half.
for d in codebook gazetteer grammar models; do [[ -d $ROOT/$d ]] && mkdir -p good && cp -R "$ROOT/$d" good/; done
data() { # data: a fresh copy in data/
    rm -rf data
    cp -R good data
    export ENTENTE_DATA=$WORK/data
}
printf 'France and Germany held talks in Geneva on Monday.\n' >page.txt
data
t bash -c 'entente code page.txt >/dev/null'
head -c 5000 good/models/en.model >data/models/en.model
t entente code page.txt
data
printf 'MODEL' | dd of=data/models/en.model conv=notrunc status=none
t entente code page.txt
data
size=$(stat -c %s data/models/en.model)
printf '\377\376\375' | dd of=data/models/en.model bs=1 seek=$((size / 2)) conv=notrunc status=none
t entente code page.txt
rm data/models/en.model
t entente code page.txt
data
t entente parse --model nosuch page.txt
add() { # add FILE LINE...: lines at its end, in a fresh copy; the message must name the last
    data
    printf '%s\n' "${@:2}" >>"data/$1"
    last=$(wc -l <"data/$1")
}
add codebook/SUPPORT.rules '' 'rule broken' '  verbb      praise'
t entente codebook check
add codebook/SUPPORT.rules '' 'rule unclosed' '  verb       praise' '  actor      agent' '  recipient  patient(owned'
t entente code page.txt
add codebook/ontology.tsv 'one	two	three	four	five	six	seven	eight	nine	ten	eleven	twelve	thirteen'
t entente code page.txt
add gazetteer/names.tsv 'name	Atlantis	XXX	'
t entente code page.txt
export ENTENTE_DATA=$WORK/nowhere
t entente code page.txt
