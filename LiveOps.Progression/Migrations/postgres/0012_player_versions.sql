-- A number that no other write of the row has: whoever knows a player from before sees by it that nobody has changed them since.
ALTER TABLE players ADD COLUMN IF NOT EXISTS version bigint NOT NULL DEFAULT 0;
