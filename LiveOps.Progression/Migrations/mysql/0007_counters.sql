-- A game's own statistics, by name: one document a player, as bosses and items. Once only: MySQL has no ADD COLUMN IF NOT EXISTS.
SET @missing = (SELECT COUNT(*) = 0 FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'players' AND column_name = 'counters');
SET @statement = IF(@missing, 'ALTER TABLE players ADD COLUMN counters MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin', 'DO 0');
PREPARE add_counters FROM @statement;
EXECUTE add_counters;
DEALLOCATE PREPARE add_counters;
