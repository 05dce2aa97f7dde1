SELECT at FROM live_told WHERE id = 1 AND @batch::json IS NOT NULL FOR UPDATE
