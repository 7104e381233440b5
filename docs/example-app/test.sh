#!/bin/sh
# The application's tests: what the image will serve and run is there and makes sense.
set -eu
cd "$(dirname "$0")"
fail() { echo "not ok: $*" >&2; exit 1; }

grep -q '/assets/site.css' public/index.html || fail 'the page has no style sheet'
echo 'ok 1 - the page names its style sheet'
[ "$(cat public/health)" = ok ] || fail 'the health page does not say ok'
echo 'ok 2 - the health page says ok'
(cd lib && sha256sum -c lock.sha256 >/dev/null) || fail 'a library is not the one of the lock file'
echo 'ok 3 - libraries are those of the lock file'
for file in migrations/*.sql; do
    case $(basename "$file") in
        [0-9][0-9][0-9]-*.sql) ;;
        *) fail "$file has no number" ;;
    esac
done
echo 'ok 4 - migrations are numbered'
