-- Trims a stream to what some group still needs, and so many bytes of what was published last, within a day, and says how far behind one group is.
-- Nothing is trimmed while a group that must be there is not: what it has not seen it would never see.
-- KEYS: stream, totals. ARGV: the group asked about, bytes kept as history, then the groups that must be there. Answer: events behind, messages kept.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return {'0', 0}
end
local groups = {}
for _, reply in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
  local group = {}
  for i = 1, #reply, 2 do
    group[reply[i]] = reply[i + 1]
  end
  groups[group['name']] = group
end

local function parts(id)
  local ms, seq = string.match(id, '(%d+)-(%d+)')
  return tonumber(ms), tonumber(seq)
end

-- The first entry a group still needs is its oldest pending one, else whatever stands behind the last it was given.
local function needed(group)
  if group['pending'] > 0 then
    return redis.call('XPENDING', KEYS[1], group['name'])[2]
  end
  local ms, seq = parts(group['last-delivered-id'])
  return string.format('%.0f-%.0f', ms, seq + 1)
end

local complete, first, firstMs, firstSeq = true, nil, nil, nil
for i = 3, #ARGV do
  complete = complete and groups[ARGV[i]] ~= nil
end
for _, group in pairs(groups) do
  local id = needed(group)
  local ms, seq = parts(id)
  if first == nil or ms < firstMs or (ms == firstMs and seq < firstSeq) then
    first, firstMs, firstSeq = id, ms, seq
  end
end
local function field(id, name)
  local entry = redis.call('XRANGE', KEYS[1], id, '+', 'COUNT', 1)[1]
  if not entry then
    return nil
  end
  for i = 1, #entry[2], 2 do
    if entry[2][i] == name then
      return tonumber(entry[2][i + 1])
    end
  end
end

local totals = redis.call('HMGET', KEYS[2], 'events', 'bytes', 'floor')
local bytes = tonumber(totals[2] or 0)

-- Where the history begins: the first millisecond from which on no more than its bytes were published. What was published since rises with the id, so halving finds it.
local function history(most, last)
  local oldest = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)[1]
  if not oldest then
    return last
  end
  local low, high = (parts(oldest[1])), last
  if bytes - (field(oldest[1], 'b') or bytes) <= most * 1.1 then
    return low
  end
  while low < high do
    local middle = math.floor((low + high) / 2)
    if bytes - (field(string.format('%.0f-0', middle), 'b') or bytes) > most then
      low = middle + 1
    else
      high = middle
    end
  end
  return low
end

if complete and first ~= nil then
  local from = first
  if tonumber(ARGV[2]) > 0 then
    local time = redis.call('TIME')
    local ms = math.max(history(tonumber(ARGV[2]), firstMs), time[1] * 1000 - 86400000) -- a day: ids of events are remembered as long
    if ms < firstMs then
      from = string.format('%.0f-0', ms)
    end
  end
  redis.call('XTRIM', KEYS[1], 'MINID', from)
end

-- What is kept as history is none of the backlog. Written where it has moved: a full Redis takes it behind a trim, and else not at all.
local floor = string.format('%.0f', field(complete and first or '-', 'b') or bytes)
if totals[3] ~= floor then
  redis.call('HSET', KEYS[2], 'floor', floor)
end
local behind = 0
local mine = groups[ARGV[1]]
local at = field(mine and needed(mine) or '-', 'n')
if at then
  behind = tonumber(totals[1] or 0) - at
end
return {string.format('%.0f', behind), redis.call('XLEN', KEYS[1])}
