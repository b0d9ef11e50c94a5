-- The first statement of every segment: on whose behalf the rest of it runs. Forgotten when the segment ends.
-- $1 actor
SELECT set_config('tenon.actor', $1::text, true)
