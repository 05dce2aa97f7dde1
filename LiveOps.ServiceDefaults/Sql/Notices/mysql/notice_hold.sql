SELECT last FROM notice_numbers WHERE id = 1 FOR UPDATE
