-- Moves a dead letter's message to the stream that only this consumer reads. KEYS: letters, stream. ARGV: id.
local letter = redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1])[1]
if not letter then
  return 0
end
local values = {}
for i = 1, #letter[2], 2 do
  values[letter[2][i]] = letter[2][i + 1]
end
redis.call('XADD', KEYS[2], '*', 'k', values['k'], 'n', '0', 'b', '0', 'p', values['p'])
redis.call('XDEL', KEYS[1], ARGV[1])
return 1
