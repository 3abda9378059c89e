-- One chat call of about 2 KB, over and over. The body is the file named by BENCH_BODY.
-- Prints one line of tab-separated figures: calls, calls that failed, seconds, p50 and p99 in microseconds.

local file = assert(io.open(assert(os.getenv("BENCH_BODY"), "BENCH_BODY is not set"), "rb"))
wrk.method = "POST"
wrk.body = file:read("*a")
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer " .. assert(os.getenv("BENCH_KEY"), "BENCH_KEY is not set")
file:close()

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format("figures\t%d\t%d\t%.3f\t%.0f\t%.0f\n",
    summary.requests, failed, summary.duration / 1e6, latency:percentile(50), latency:percentile(99)))
end
