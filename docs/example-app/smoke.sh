#!/bin/sh
# Looks at a deployed application as a visitor would: smoke.sh https://staging.shop.example.com
set -eu
[ "$(curl --fail --silent --show-error --max-time 10 "$1/health")" = ok ]
echo "ok 1 - $1/health"
curl --fail --silent --show-error --max-time 10 "$1/" | grep -q 'The shop is open'
echo "ok 2 - $1/"
