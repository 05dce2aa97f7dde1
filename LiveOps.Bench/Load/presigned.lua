-- Sends requests that were signed before, each once: a file of requests of one length, read as they go.
local file, length

function init(args)
  file = assert(io.open(args[1], "rb"))
  file:setvbuf("full", 1048576)
  length = tonumber(args[2])
end

function request()
  local one = file:read(length)
  if not one then
    file:seek("set", 0)
    one = file:read(length)
  end
  return one
end

function done(summary, latency, requests)
  io.write(string.format("RESULT %d %d %d %d %d %d %d %d\n",
    summary.requests, summary.duration, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50), latency:percentile(99), latency:percentile(99.9), os.clock() * 1e6))
end
