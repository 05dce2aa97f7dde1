-- Asks for the players around one drawn at random: the path before the player, and how many players there are.
local before, players

function init(args)
  before = args[1]
  players = tonumber(args[2])
  math.randomseed(20261120)
end

function request()
  return wrk.format("GET", string.format("%sp-%08d/around?limit=11", before, math.random(0, players - 1)))
end
