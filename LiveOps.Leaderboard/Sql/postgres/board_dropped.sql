INSERT INTO dropped (board, times) VALUES (@batch::json ->> 'b', 1) ON CONFLICT (board) DO UPDATE SET times = dropped.times + 1
