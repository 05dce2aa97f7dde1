-- {"at"}: what is newer, if anything is.
SELECT payload FROM multipliers WHERE id = 1 AND said_at > (@batch::json ->> 'at')::bigint
