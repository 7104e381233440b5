# Common to build and push. Needs: dir, workspace, registry, wanted (a builder's name, or empty).
set -u
umask 077

say() { printf '%s\n' "[ecs-release] $*"; }
refuse() { say "error: $2"; exit "$1"; }

# The login goes in every outcome: here when the script ends, with the directory when it could not.
trap 'rm -rf "$dir/auth" "$dir/credential.json" "$dir/credential.json.new"' EXIT
trap 'exit 143' TERM
trap 'exit 130' INT
trap 'exit 129' HUP

cd "$workspace" || refuse 93 "The workspace $workspace is not there on the agent."

pick_builder() {
  builder=
  for one in ${wanted:-docker buildah podman buildctl}; do
    command -v "$one" >/dev/null 2>&1 || continue
    if [ "$one" = docker ] && ! docker version --format '{{.Server.Version}}' >/dev/null 2>&1; then
      say "docker is installed, but its engine does not answer."
      continue
    fi
    if [ "$one" = buildctl ] && ! buildctl debug workers >/dev/null 2>&1; then
      say "buildctl is installed, but no buildkitd answers."
      continue
    fi
    builder=$one
    [ $builder != docker ] || docker_kind
    return
  done
  if [ -n "$wanted" ]; then
    refuse 90 "The builder $wanted does not work on this agent: it is not installed, or its engine does not answer. Install it, or leave 'builder' out to take any of docker, buildah, podman and buildctl."
  fi
  refuse 90 "This agent has no container builder. Install one of docker (with a running engine), buildah, podman, or buildctl (with a running buildkitd); on Debian: apt-get install buildah."
}

# The agent's own configuration of registries: the first that its tools would read.
own_configuration() {
  case $builder in
    buildah | podman)
      for file in "${REGISTRY_AUTH_FILE:-}" "${XDG_RUNTIME_DIR:-/run/user/$(id -u)}/containers/auth.json" \
        "/run/containers/$(id -u)/auth.json" "${HOME:-/}/.config/containers/auth.json"; do
        [ -n "$file" ] && [ -f "$file" ] && { own=$file; return; }
      done
      ;;
  esac
  own=${DOCKER_CONFIG:-${HOME:-/}/.docker}/config.json
}

# A private configuration: the agent's own, with this registry answered by a helper that reads one private file, which is
# replaced while a long build runs. Entries of the agent's own for this registry are put out of the way; all others keep
# working.
private_login() {
  mkdir -p "$dir/auth/bin" "$dir/auth/docker"
  [ -f "$dir/credential.json" ] || refuse 94 "The login of this step is gone from the agent; run the build again."
  helper="$dir/auth/bin/docker-credential-ecs-release"
  {
    printf '#!/bin/sh\n'
    printf 'case "$1" in\n'
    printf 'get) cat >/dev/null; exec cat "%s/credential.json" ;;\n' "$dir"
    printf 'list) printf "{\\"%s\\":\\"AWS\\"}" ;;\n' "$registry"
    printf '*) cat >/dev/null ;;\nesac\n'
  } >"$helper"
  chmod 0700 "$helper"
  own_configuration
  home=$(dirname "$own")
  if [ "$builder" = docker ] || [ "$builder" = buildctl ]; then
    for file in "$home"/*; do
      [ -e "$file" ] && [ "$(basename "$file")" != config.json ] && ln -s "$file" "$dir/auth/docker/"
    done
  fi
  { if [ -f "$own" ]; then cat "$own"; else printf '{}'; fi; } | tr -d '\n\r\t' | sed \
    -e "s#\"$registry\"#\"agents-own.$registry\"#g" \
    -e 's/"credHelpers" *: *{ *}/"credHelpers":{"'"$registry"'":"ecs-release"}/' -e t \
    -e 's/"credHelpers" *: *{/&"'"$registry"'":"ecs-release",/' -e t \
    -e 's/^ *{ *}/{"credHelpers":{"'"$registry"'":"ecs-release"}}/' -e t \
    -e 's/^ *{/{"credHelpers":{"'"$registry"'":"ecs-release"},/' >"$dir/auth/docker/config.json"
  config="$dir/auth/docker/config.json"
  DOCKER_CONFIG="$dir/auth/docker"
  PATH="$dir/auth/bin:$PATH"
  export DOCKER_CONFIG PATH
}

# docker: buildx where the client has it; else BuildKit inside the engine, which clients before 23 can ask for by themselves.
docker_kind() {
  if docker buildx version >/dev/null 2>&1; then
    kind=buildx
    return
  fi
  major=$(docker version --format '{{.Client.Version}}' 2>/dev/null | sed 's/[^0-9].*//')
  if [ "${major:-99}" -lt 23 ]; then
    kind=buildkit
  else
    kind=classic
  fi
}
