INSERT INTO policy_in_force (id, json) VALUES (1, @batch::json ->> 'j') ON CONFLICT (id) DO UPDATE SET json = excluded.json
