SELECT COUNT(*) FROM notices WHERE @batch::json IS NOT NULL
