SELECT json FROM policy_in_force WHERE id = (@batch::json ->> 'id')::int
