# Starts processes, waits until they answer, and stops them at the end. For scripts that have set $out, where logs go.
# shellcheck shell=bash

pids=()

say() { echo "bench: $*" >&2; }
die() { say "$*"; exit 1; }

stop() {
  trap - EXIT INT TERM
  ((${#pids[@]} > 0)) || return 0
  kill "${pids[@]}" 2>/dev/null || true
  wait "${pids[@]}" 2>/dev/null || true
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

launch() { # name command…
  local name=$1
  shift
  "$@" >"$out/$name.log" 2>&1 </dev/null &
  pids+=($!)
}

# A TCP connection, and for a path a 200 on it, by nothing but bash.
answers() { # port [path]
  local line
  (
    exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
    [[ -n ${2:-} ]] || exit 0
    printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' "$2" >&3
    read -r -t 2 line <&3 && [[ $line == *" 200"* ]]
  ) 2>/dev/null
}

await() { # name port [path]
  local deadline=$((SECONDS + 60))
  until answers "$2" "${3:-}"; do
    ((SECONDS < deadline)) || die "$1 was not ready in 60 s; see $out/$1.log"
    sleep 0.2
  done
}

build() { # project…
  local project
  for project in "$@"; do
    say "building $project"
    dotnet build "$project" -c Release -v quiet -nologo >"$out/build.log" 2>&1 || { cat "$out/build.log" >&2; die "$project does not build"; }
  done
}

# Runs what measures, and prints its table and the machine it ran on, without an end of line. In the background, so that an
# interrupt does not wait for its end.
measure() { # name command…
  local name=$1 code=0 model
  shift
  "$@" 2>"$out/$name.log" &
  pids+=($!)
  wait $! || code=$?
  if ((code)); then
    tail -n 20 "$out/$name.log" >&2
    exit "$code"
  fi
  [[ ! -s $out/$name.log ]] || say "there was something to say; see $out/$name.log"
  model=$(sed -n 's/^model name\s*: //p' /proc/cpuinfo | head -n 1)
  printf '\n%s × %s; .NET SDK %s' "$(nproc)" "$model" "$(dotnet --version)"
}
