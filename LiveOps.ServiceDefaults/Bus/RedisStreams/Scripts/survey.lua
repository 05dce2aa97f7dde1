-- Trims a stream to what some group still needs, and says how far behind one group is.
-- Nothing is trimmed while a group that must be there is not: what it has not seen it would never see.
-- KEYS: stream, totals. ARGV: the group asked about, then the groups that must be there. Answer: events behind, messages kept.
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
for i = 2, #ARGV do
  complete = complete and groups[ARGV[i]] ~= nil
end
for _, group in pairs(groups) do
  local id = needed(group)
  local ms, seq = parts(id)
  if first == nil or ms < firstMs or (ms == firstMs and seq < firstSeq) then
    first, firstMs, firstSeq = id, ms, seq
  end
end
if complete and first ~= nil then
  redis.call('XTRIM', KEYS[1], 'MINID', first)
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

local totals = redis.call('HMGET', KEYS[2], 'events', 'bytes')
redis.call('HSET', KEYS[2], 'floor', string.format('%.0f', field('-', 'b') or tonumber(totals[2] or 0)))
local behind = 0
local mine = groups[ARGV[1]]
local at = field(mine and needed(mine) or '-', 'n')
if at then
  behind = tonumber(totals[1] or 0) - at
end
return {string.format('%.0f', behind), redis.call('XLEN', KEYS[1])}
