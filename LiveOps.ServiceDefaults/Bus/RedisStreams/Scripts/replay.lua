-- Moves a dead letter's message to the stream that only this consumer reads. KEYS: letters, stream. ARGV: id.
local letter = redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1])[1]
if not letter then
  return 0
end
local values = {}
for i = 1, #letter[2], 2 do
  values[letter[2][i]] = letter[2][i + 1]
end
-- The letter goes first: a full Redis refuses a script by its first write alone, and only if that takes memory. What then cannot be added, as the stream's key is something else, is put back.
redis.call('XDEL', KEYS[1], ARGV[1])
local added = redis.pcall('XADD', KEYS[2], '*', 'k', values['k'], 'n', '0', 'b', '0', 'p', values['p'])
if type(added) == 'table' then
  redis.call('XADD', KEYS[1], '*', unpack(letter[2]))
  return added
end
return 1
