# SPDX-License-Identifier: Apache-2.0
# What reports of one event tell differently, what is denied, and why reports are or are not one event.
page() { printf '{"id":"%s","url":"https://%s.example/1","publisher":"%s","published":"2024-05-14","text":"%s"}\n' "$1" "$1" "$1" "$2"; }
page alpha 'A Turkish attack on Greek positions near Lamia on Monday killed 12 soldiers.' >pages.ndjson
page beta 'A Turkish attack on Greek positions near Lamia on Monday killed 17 soldiers.' >>pages.ndjson
page gamma 'France recalled its ambassador from Iran on Sunday. Chad praised Niger on Friday.' >>pages.ndjson
page delta 'France did not recall its ambassador from Iran on Sunday.' >>pages.ndjson
entente read --record r.db pages.ndjson 2>/dev/null
t entente disputes --record r.db
t entente disputes --record r.db --json
id() { entente export --record r.db --reports | grep "$1" | sed 's/^{"id":"\([0-9a-f]*\)".*/\1/' | head -n 1; }
t entente why --record r.db "$(id 'killed 12')" "$(id 'killed 17')"
t entente why --record r.db "$(id 'killed 12')" "$(id 'praised')"
t entente why --record r.db --json "$(id 'killed 12')" "$(id 'killed 17')"
t entente why --record r.db 123456 "$(id 'praised')"
t entente why --record r.db "$(id 'praised')" "$(id 'praised')"
# Figures beside an event: what cannot both be is a dispute; a bound that allows the other number is none, nor are two counts of other things.
page eta 'Kenya expelled three diplomats of Eritrea on Monday. Some 4,000 people marched through Mombasa to cheer the decision. At least 30 people were injured. The ships carry 20 containers.' >figures.ndjson
page theta 'Kenya expelled three diplomats of Eritrea on Monday. About 9,000 people marched through Mombasa to cheer the decision. The police said 34 people were injured. The town has 25 schools.' >>figures.ndjson
entente read --record f.db figures.ndjson 2>/dev/null
t entente disputes --record f.db
# A bound holds to its last place; who is named around a number is a state, in whatever words; and a large number of one unit is seldom of two things.
page lambda 'Kenya expelled three diplomats of Eritrea on Monday. More than 150 people were wounded in the fighting. Kenyan patrols took 1,400 goats from the herders.' >bounds.ndjson
page mu 'Kenya expelled three diplomats of Eritrea on Monday. Doctors treated 172 people. Nairobi says that its men caught 2,300 goats.' >>bounds.ndjson
page nu 'Chad expelled three diplomats of Niger on Friday. More than 150 people were wounded in the fighting.' >within.ndjson
page xi 'Chad expelled three diplomats of Niger on Friday. Doctors treated 158 people.' >>within.ndjson
entente read --record b.db bounds.ndjson 2>/dev/null
t entente disputes --record b.db
entente read --record w.db within.ndjson 2>/dev/null
t entente disputes --record w.db
# One deed that two pages on one story lay to different doors.
page iota 'Ethiopian artillery shelled Eritrean villages near Adigrat on Monday. The shells hit the Grebbe mill and the orchard of Tesfay Haile, who lost nine goats and a granary, neighbours in Zalambessa said.' >rivals.ndjson
page kappa 'Sudanese artillery shelled Eritrean villages near Adigrat on Monday. Tesfay Haile buried nine goats behind the Grebbe mill, where the granary and the orchard were still burning; people in Zalambessa fled.' >>rivals.ndjson
entente read --record v.db rivals.ndjson 2>/dev/null
t entente disputes --record v.db
t entente disputes --record v.db --json
