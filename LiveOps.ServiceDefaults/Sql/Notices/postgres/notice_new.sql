SELECT id FROM notices WHERE number = 0 AND @batch::json IS NOT NULL ORDER BY id LIMIT 1000
