# SPDX-License-Identifier: Apache-2.0
# A text set in small letters, said to be about one country: a magistrate with a name is that country's.
echo '{"id":"a","text":"the editor was sent to jail by magistrate vinod kumar.","published":"2002-03-31","country":"IND"}' >small.ndjson
entente code small.ndjson | grep -o '"event":"[A-Z]*","mode":"[a-z]*"\|"code":"[A-Z]*"'
