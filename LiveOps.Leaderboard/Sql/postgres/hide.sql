INSERT INTO hidden (player) VALUES (@batch::json ->> 'u') ON CONFLICT (player) DO NOTHING
