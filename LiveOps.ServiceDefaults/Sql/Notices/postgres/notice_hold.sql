SELECT last FROM notice_numbers WHERE id = 1 AND @batch::json IS NOT NULL FOR UPDATE
