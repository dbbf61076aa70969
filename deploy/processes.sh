# Sourced by the checks: processes that end with the check, and waiting for what they do.
home="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
work="$(mktemp -d)"
started=()
export OMP_NUM_THREADS=1

finish() {
    local pid
    for pid in "${started[@]}"; do
        kill "$pid" 2>/dev/null || true
    done
    wait || true
    rm -rf "$work"
}
trap finish EXIT

free_port() {
    local port
    while :; do
        port=$((20000 + RANDOM % 20000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
    done
    echo "$port"
}

# await SECONDS WHAT COMMAND…
await() {
    local end=$((SECONDS + $1)) what="$2"
    shift 2
    until "$@" >/dev/null 2>&1; do
        if [ "$SECONDS" -ge "$end" ]; then
            echo "Error: $what did not happen in time" >&2
            tail -n 20 "$work"/*.log "$work"/data/logs/*.log >&2 2>/dev/null || true
            exit 1
        fi
        sleep 0.2
    done
}

# start_fleet OPTION…: the fleet in one JVM, on $http and $kafka
start_fleet() {
    "$home/tlora" --version >/dev/null # builds what is missing, which takes as long as it takes
    http="$(free_port)" kafka="$(free_port)"
    TLORA_JAVA_OPTS="-XX:TieredStopAtLevel=1 $*" \
        "$home/tlora" up --port "$http" --kafka-port "$kafka" --data "$work/data" >"$work/fleet.log" 2>&1 &
    started+=($!)
    await 600 "the start of the fleet" curl -sf "http://127.0.0.1:$http/q/health/ready"
}

say() {
    kcat -P -b "127.0.0.1:$kafka" -t tlora.concepts
}

# order RUN STEPS: a small run on the random model
order() {
    jq -cn --arg image "data:image/png;base64,$(base64 -w0 "$home/deploy/photo.png")" --arg run "$1" --argjson steps "$2" \
        '{image: $image, className: "robot", runId: $run, model: "random",
        training: {rank: 4, minRank: 2, steps: $steps, resolution: 64, checkpointEvery: 1000},
        evaluation: {prompts: ["a {} on the beach"], imagesPerPrompt: 2, baseImages: 2, steps: 3}}' | say
}

events() {
    kcat -C -q -e -b "127.0.0.1:$kafka" -t tlora.runs -o beginning -f '%k %s\n'
}

# told RUN TYPE: the last such event
told() {
    events | grep "^$1 .*\"$2\"" | tail -n 1 | cut -d ' ' -f 2- | grep .
}
