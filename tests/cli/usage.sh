# SPDX-License-Identifier: Apache-2.0
# Mistakes on the command line: each one line that says what to do, and status 1.
t entente
t entente raed samples
t entente bananas
t entente read
t entente read --foo x
t entente read --jobs
t entente read --jobs=many x
t entente read --jobs 2 --jobs 3 x
t entente text --json=yes x
t entente dyad Russia
t entente dyad Russia China India
t entente dump x
t entente codebook chekc
t entente codebook show
t entente export --reports --documents
t entente help nothing
