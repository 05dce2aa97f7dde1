INSERT INTO gone (period, position)
SELECT a.period, a.position FROM archived AS a JOIN hidden AS h ON h.player = a.player WHERE a.player = @batch::json ->> 'u'
ON CONFLICT (period, position) DO NOTHING
