#!/bin/sh
# The first purge through the console. Set CONSOLE (https://purge.example.com), TOKEN (a service token) and
# ZONE (the zone's name), then: sh first-purge.sh tenant:42
set -eu
api="$CONSOLE/client/v4"

curl -sS --fail-with-body "$api/user/tokens/verify" -H "Authorization: Bearer $TOKEN"
echo

# As at Cloudflare: zones have ids. With the id at hand this call is not needed.
zone_id=$(curl -sS --fail-with-body "$api/zones?name=$ZONE" -H "Authorization: Bearer $TOKEN" |
  sed -n 's/.*"result":\[{"id":"\([0-9a-f]*\)".*/\1/p')

curl -sS --fail-with-body "$api/zones/$zone_id/purge_cache" \
  -H "Authorization: Bearer $TOKEN" \
  -H "X-Purge-Reason: the first purge" \
  -d "{\"tags\":[\"$1\"]}"
echo
