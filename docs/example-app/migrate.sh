#!/bin/sh
# Runs every migration once, in order. A real application calls its own tool here, such as
# "php artisan migrate --force" or "bundle exec rails db:migrate"; this one only says what it would run, because the
# example has no database driver.
set -eu
cd "$(dirname "$0")"
if [ -z "${DATABASE_URL:-}" ]; then
    echo "DATABASE_URL is not set: there is no database to migrate." >&2
    exit 2
fi
for file in migrations/*.sql; do
    echo "migrating $(basename "$file" .sql)"
    if grep -q '^fail' "$file"; then
        echo "ERROR: $(basename "$file") failed: relation \"orders\" does not exist" >&2
        exit 7
    fi
    sed 's/^/    /' "$file"
done
echo "$(ls migrations | wc -l) migrations are in place"
