-- Appends messages to a stream and to its totals. Refuses all when what is kept for the slowest consumer is too much.
-- KEYS: stream, totals. ARGV: most bytes kept, then for each message: kind, events, payload.
local totals = redis.call('HMGET', KEYS[2], 'events', 'bytes', 'floor')
local events, bytes, floor = tonumber(totals[1] or 0), tonumber(totals[2] or 0), tonumber(totals[3] or 0)
if bytes - floor >= tonumber(ARGV[1]) then
  return redis.error_reply('BUSFULL')
end
for i = 2, #ARGV, 3 do
  redis.call('XADD', KEYS[1], '*', 'k', ARGV[i], 'n', string.format('%.0f', events), 'b', string.format('%.0f', bytes), 'p', ARGV[i + 2])
  events = events + tonumber(ARGV[i + 1])
  bytes = bytes + #ARGV[i + 2]
end
redis.call('HSET', KEYS[2], 'events', string.format('%.0f', events), 'bytes', string.format('%.0f', bytes))
return redis.status_reply('OK')
