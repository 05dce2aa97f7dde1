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
