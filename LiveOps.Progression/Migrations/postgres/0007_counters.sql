-- A game's own statistics, by name: one document a player, as bosses and items.
ALTER TABLE players ADD COLUMN IF NOT EXISTS counters json NOT NULL DEFAULT '{}';
