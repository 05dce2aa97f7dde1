-- Adds a dead letter. KEYS: letters. ARGV: most letters kept, then fields and values.
if redis.call('XLEN', KEYS[1]) >= tonumber(ARGV[1]) then
  return redis.error_reply('BUSFULL')
end
return redis.call('XADD', KEYS[1], '*', unpack(ARGV, 2))
