# SPDX-License-Identifier: Apache-2.0
# Sport, titles, metaphors and names that look like states give no actual event; what is told of history is dated as history.
t bash -c "entente code '$ROOT/samples/10-traps.html' | grep '\"status\":\"actual\"' | grep -o '\"start\":[^,]*\|\"evidence\":{\"text\":\"[^\"]*'; true"
