-- {"l","keep"}: the oldest past seasons.
DELETE FROM league_past AS p
USING (SELECT no FROM league_past WHERE league = (@batch::json ->> 'l')::bigint ORDER BY no DESC LIMIT 1 OFFSET (@batch::json ->> 'keep')::bigint) AS o
WHERE p.league = (@batch::json ->> 'l')::bigint AND p.no <= o.no
