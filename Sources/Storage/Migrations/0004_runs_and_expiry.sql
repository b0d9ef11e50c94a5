-- Runs say through whom they were started and until when they are believed to be running.
ALTER TABLE operation_runs
    ADD COLUMN caller TEXT NOT NULL DEFAULT '',
    ADD COLUMN expires_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    ADD CONSTRAINT operation_runs_finished_check CHECK ((outcome = 'running') = (finished_at IS NULL)),
    ADD CONSTRAINT operation_runs_reason_check CHECK (outcome <> 'failed' OR reason_code IS NOT NULL);
-- Who is read from the segment a run is started in, as the trail does.
ALTER TABLE operation_runs
    ALTER COLUMN actor SET DEFAULT current_setting('tenon.actor'),
    ALTER COLUMN caller SET DEFAULT current_setting('tenon.caller'),
    ALTER COLUMN expires_at DROP DEFAULT;

-- What kind of run left the last error: only a success of the same kind takes it back.
ALTER TABLE connections
    ADD COLUMN last_error_kind TEXT NULL
        CONSTRAINT connections_last_error_kind_check CHECK (last_error_kind IN ('health_check', 'token_refresh', 'sync'));

-- The list of those that expire before a moment.
CREATE INDEX connections_expiry_page_idx ON connections (tenant_id, expires_at, id) WHERE expires_at IS NOT NULL;
