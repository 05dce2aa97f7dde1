-- Removes the names of consumers that ended, in the same step in which it is seen that nothing is pending for them: removing a name
-- forgets what is pending for it. A consumer that is alive after all gets its name again with its next read.
-- KEYS: stream. ARGV: group, least milliseconds without a sign of life, a name to be removed whatever its age.
for _, reply in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
  local consumer = {}
  for i = 1, #reply, 2 do
    consumer[reply[i]] = reply[i + 1]
  end
  if consumer['pending'] == 0 and (consumer['idle'] > tonumber(ARGV[2]) or consumer['name'] == ARGV[3]) then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], consumer['name'])
  end
end
return redis.status_reply('OK')
