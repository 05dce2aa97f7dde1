-- Dead letters without their payloads. KEYS: letters. ARGV: first id, how many.
local letters = redis.call('XRANGE', KEYS[1], ARGV[1], '+', 'COUNT', ARGV[2])
for _, letter in ipairs(letters) do
  for i = 1, #letter[2], 2 do
    if letter[2][i] == 'p' then
      letter[2][i + 1] = ''
    end
  end
end
return letters
