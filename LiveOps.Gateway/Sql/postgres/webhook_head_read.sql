SELECT next_number, snapshot, epoch, holder FROM webhook_head WHERE id = 1 AND @batch::json IS NOT NULL
