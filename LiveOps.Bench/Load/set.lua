-- Asks for players drawn at random: the path, how many players there are, how many of them are asked for.
local bodies, path, next = {}, nil, 0

function init(args)
  path = args[1]
  local players, count = tonumber(args[2]), tonumber(args[3])
  math.randomseed(20261120)
  for body = 1, 200 do
    local ids, seen = {}, {}
    while #ids < count do
      local player = math.random(0, players - 1)
      if not seen[player] then
        seen[player] = true
        ids[#ids + 1] = string.format('"p-%08d"', player)
      end
    end
    bodies[body] = '{"playerIds":[' .. table.concat(ids, ",") .. "]}"
  end
end

function request()
  next = next % #bodies + 1
  return wrk.format("POST", path, { ["Content-Type"] = "application/json" }, bodies[next])
end
