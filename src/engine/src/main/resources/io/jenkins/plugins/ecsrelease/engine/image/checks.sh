# What a build needs of its workspace. Needs: dockerfile, context.
root=$(pwd -P)
[ -f "$dockerfile" ] || refuse 91 "There is no Dockerfile at $dockerfile in the workspace. Check it out first, or give its path: dockerfile: '…'."
[ -d "$context" ] || refuse 92 "There is no directory $context in the workspace to build from: check 'context'."
case "$(cd "$context" && pwd -P)/" in
  "$root"/*) ;;
  *) refuse 92 "The context $context leads out of the workspace through a link: a build takes files from its workspace alone." ;;
esac

# Runs a builder, and keeps what it says of base images: nothing else that it says goes into a file from here.
watched() {
  { "$@"; echo $? >"$dir/code"; } 2>&1 | {
    tee -a /dev/fd/3 | sed -n -e '/^#[0-9]* \[.*\] FROM /p' -e '/^Step [0-9]*\/[0-9]* : FROM /p' >"$dir/said"
  } 3>&1
  return "$(cat "$dir/code")"
}

# One line of what each stage is made from, in the Dockerfile's order; here-documents and continued lines are passed over.
# Then each base image with the digest that the builder resolved, where it says so or its store knows.
tell_stages() {
  command -v awk >/dev/null 2>&1 || return 0
  awk '
    { sub(/\r$/, "") }
    here != "" { line = $0; sub(/^\t+/, "", line); if (line == here) here = ""; next }
    /^[ \t]*#/ { next }
    { text = more ? text " " $0 : $0; more = 0 }
    /\\[ \t]*$/ { sub(/\\[ \t]*$/, "", text); more = 1; next }
    {
      if (match(text, /[ \t][0-9]*<<-?["\047]?[A-Za-z_][A-Za-z0-9_]*/)) {
        here = substr(text, RSTART, RLENGTH); sub(/^[ \t][0-9]*<<-?["\047]?/, "", here)
      }
      n = split(text, word, /[ \t]+/); first = word[1] == "" ? 2 : 1
      if (toupper(word[first]) == "FROM") {
        from = ""
        for (i = first + 1; i <= n; i++) if (word[i] !~ /^--/ && word[i] != "") from = from (from == "" ? "" : " ") word[i]
        all = all (all == "" ? "" : " | ") from
      }
    }
    END { print "[ecs-release] stages: " all }
  ' "$dockerfile"
  if [ "$builder" = docker ] && [ "${kind:-}" = classic ]; then
    sed -n 's/^Step [0-9]*\/[0-9]* : FROM \([^ ]*\).*/\1/p' "$dir/said" | sort -u | while read -r base; do
      docker image inspect --format '{{range .RepoDigests}}{{println .}}{{end}}' "$base" 2>/dev/null |
        sed -n 's/^\(.*@sha256:[0-9a-f]*\)$/[ecs-release] base: \1/p'
    done
  else
    sed -n 's/^#[0-9]* \[.*\] FROM \([^ ]*@sha256:[0-9a-f]*\).*/[ecs-release] base: \1/p' "$dir/said" | sort -u
  fi
  return 0
}
