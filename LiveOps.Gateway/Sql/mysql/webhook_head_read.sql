SELECT next_number, snapshot, epoch, holder FROM webhook_head WHERE id = 1
