-- A number that no other write of the row has: whoever knows a player from before sees by it that nobody has changed them since. Once only: MySQL has no ADD COLUMN IF NOT EXISTS.
SET @missing = (SELECT COUNT(*) = 0 FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'players' AND column_name = 'version');
SET @statement = IF(@missing, 'ALTER TABLE players ADD COLUMN version BIGINT NOT NULL DEFAULT 0', 'DO 0');
PREPARE add_version FROM @statement;
EXECUTE add_version;
DEALLOCATE PREPARE add_version;
