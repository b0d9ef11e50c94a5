-- The first statement of every segment that changes something: on whose behalf the rest of it runs, and what the trail says of it. Forgotten when
-- the segment ends.
-- $1 actor, $2 action, $3 caller, $4 caller's user id, $5 its process id, $6 request id ('': none)
SELECT set_config('tenon.actor', $1::text, true), set_config('tenon.action', $2::text, true), set_config('tenon.caller', $3::text, true),
    set_config('tenon.caller_uid', $4::text, true), set_config('tenon.caller_pid', $5::text, true), set_config('tenon.request_id', $6::text, true)
