-- control 1: organisations, people, sessions, audit, events, jobs, parameters
CREATE TABLE control_organisation (
    id BIGINT NOT NULL PRIMARY KEY,
    parent_id BIGINT,
    path TEXT COLLATE "C" NOT NULL UNIQUE,
    code TEXT COLLATE "C" NOT NULL UNIQUE,
    name TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('COMPANY', 'DEPARTMENT', 'STATION', 'HALL'))
);
CREATE TABLE control_parameter (
    key TEXT COLLATE "C" NOT NULL,
    organisation_path TEXT COLLATE "C" NOT NULL,
    effective_from INTEGER NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    clause TEXT COLLATE "C" NOT NULL,
    set_by BIGINT NOT NULL,
    set_at BIGINT NOT NULL,
    PRIMARY KEY (key, organisation_path, effective_from)
);
CREATE TABLE control_role (
    code TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    needs_second_factor INTEGER NOT NULL
);
CREATE TABLE control_role_permission (
    role TEXT COLLATE "C" NOT NULL,
    permission TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (role, permission)
);
CREATE TABLE control_name (
    bucket INTEGER NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    owner_id BIGINT NOT NULL,
    PRIMARY KEY (bucket, kind, name)
);
CREATE TABLE control_user (
    bucket INTEGER NOT NULL,
    id BIGINT NOT NULL,
    login TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    organisation_id BIGINT NOT NULL,
    password_hash TEXT COLLATE "C" NOT NULL,
    second_factor BYTEA,
    last_step BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('ACTIVE', 'DISABLED')),
    version INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (bucket, id)
);
CREATE TABLE control_user_role (
    bucket INTEGER NOT NULL,
    user_id BIGINT NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (bucket, user_id, role)
);
CREATE TABLE control_session (
    bucket INTEGER NOT NULL,
    token_hash BYTEA NOT NULL,
    user_id BIGINT NOT NULL,
    csrf TEXT COLLATE "C" NOT NULL,
    address TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (bucket, token_hash)
);
CREATE TABLE control_sign_in_failure (
    bucket INTEGER NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    failures INTEGER NOT NULL,
    last_at BIGINT NOT NULL,
    locked_until BIGINT NOT NULL,
    PRIMARY KEY (bucket, subject)
);
CREATE TABLE control_audit (
    bucket INTEGER NOT NULL,
    day INTEGER NOT NULL,
    sequence BIGINT NOT NULL,
    at BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    organisation_id BIGINT NOT NULL,
    address TEXT COLLATE "C" NOT NULL,
    action TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    before_values TEXT COLLATE "C",
    after_values TEXT COLLATE "C",
    hash BYTEA NOT NULL,
    PRIMARY KEY (bucket, day, sequence)
);
REVOKE UPDATE, DELETE, TRUNCATE ON control_audit FROM PUBLIC;
CREATE TABLE control_audit_head (
    bucket INTEGER NOT NULL,
    day INTEGER NOT NULL,
    sequence BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (bucket, day)
);
CREATE TABLE control_audit_root (
    day INTEGER NOT NULL PRIMARY KEY,
    root BYTEA NOT NULL
);
REVOKE UPDATE, DELETE, TRUNCATE ON control_audit_root FROM PUBLIC;
CREATE TABLE control_event (
    bucket INTEGER NOT NULL,
    sequence BIGINT NOT NULL,
    id BIGINT NOT NULL,
    topic TEXT COLLATE "C" NOT NULL,
    organisation_path TEXT COLLATE "C" NOT NULL,
    payload TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (bucket, sequence)
);
CREATE INDEX control_event_by_id ON control_event (id);
REVOKE UPDATE, DELETE, TRUNCATE ON control_event FROM PUBLIC;
CREATE TABLE control_event_head (
    bucket INTEGER NOT NULL PRIMARY KEY,
    sequence BIGINT NOT NULL
);
CREATE TABLE control_cursor (
    bucket INTEGER NOT NULL,
    consumer TEXT COLLATE "C" NOT NULL,
    sequence BIGINT NOT NULL,
    PRIMARY KEY (bucket, consumer)
);
CREATE TABLE control_job (
    bucket INTEGER NOT NULL,
    id BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    organisation_id BIGINT NOT NULL,
    organisation_path TEXT COLLATE "C" NOT NULL,
    input TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('WAITING', 'RUNNING', 'DONE', 'FAILED')),
    units INTEGER NOT NULL,
    started_by BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    started_at BIGINT,
    finished_at BIGINT,
    fault TEXT COLLATE "C",
    PRIMARY KEY (bucket, id)
);
CREATE TABLE control_job_unit (
    bucket INTEGER NOT NULL,
    job_id BIGINT NOT NULL,
    number INTEGER NOT NULL,
    last_bucket INTEGER NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('WAITING', 'DONE')),
    result TEXT COLLATE "C",
    finished_at BIGINT,
    PRIMARY KEY (bucket, job_id, number)
);
CREATE INDEX control_job_unit_by_job ON control_job_unit (job_id, number);

-- control 2: proposals that wait for a second person, and what was decided on them
CREATE TABLE control_proposal (
    bucket INTEGER NOT NULL,
    id BIGINT NOT NULL,
    command TEXT COLLATE "C" NOT NULL,
    input TEXT COLLATE "C" NOT NULL,
    picture TEXT COLLATE "C" NOT NULL,
    hash BYTEA NOT NULL,
    organisation_path TEXT COLLATE "C" NOT NULL,
    permission TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    proposer_id BIGINT NOT NULL,
    proposer_name TEXT COLLATE "C" NOT NULL,
    proposed_at BIGINT NOT NULL,
    last_day INTEGER NOT NULL,
    PRIMARY KEY (bucket, id)
);
CREATE INDEX control_proposal_by_last_day ON control_proposal (last_day);
REVOKE UPDATE, DELETE, TRUNCATE ON control_proposal FROM PUBLIC;
CREATE TABLE control_decision (
    bucket INTEGER NOT NULL,
    proposal_id BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('APPROVED', 'REJECTED', 'WITHDRAWN', 'STALE')),
    hash BYTEA NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    result TEXT COLLATE "C",
    found TEXT COLLATE "C",
    decider_id BIGINT NOT NULL,
    decider_name TEXT COLLATE "C" NOT NULL,
    decided_at BIGINT NOT NULL,
    PRIMARY KEY (bucket, proposal_id)
);
REVOKE UPDATE, DELETE, TRUNCATE ON control_decision FROM PUBLIC;

-- control 3: positions, own roles, duty conflicts, duties done, leave cover, one-time passwords
CREATE TABLE control_position (
    id BIGINT NOT NULL PRIMARY KEY,
    organisation_id BIGINT NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    role TEXT COLLATE "C",
    UNIQUE (organisation_id, name)
);
CREATE TABLE control_role_standard (
    role TEXT COLLATE "C" NOT NULL,
    permission TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (role, permission)
);
CREATE TABLE control_duty_conflict (
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('PERSON', 'MATTER')),
    one TEXT COLLATE "C" NOT NULL,
    other TEXT COLLATE "C" NOT NULL,
    allowed_by TEXT COLLATE "C",
    clause TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (kind, one, other),
    CHECK (one < other)
);
CREATE TABLE control_duty (
    bucket INTEGER NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    duty TEXT COLLATE "C" NOT NULL,
    user_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (bucket, subject, duty, user_id)
);
REVOKE UPDATE, DELETE, TRUNCATE ON control_duty FROM PUBLIC;
CREATE TABLE control_cover (
    bucket INTEGER NOT NULL,
    absent_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    covering_id BIGINT NOT NULL,
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    approved_by BIGINT NOT NULL,
    approved_at BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (bucket, absent_id, id),
    CHECK (first_day <= last_day),
    CHECK (absent_id <> covering_id)
);
CREATE INDEX control_cover_by_covering ON control_cover (covering_id, last_day);
ALTER TABLE control_role ADD COLUMN name TEXT;
ALTER TABLE control_role ADD COLUMN organisation_path TEXT NOT NULL DEFAULT '/';
ALTER TABLE control_user ADD COLUMN position_id BIGINT;
INSERT INTO control_duty_conflict (kind, one, other, allowed_by, clause)
VALUES ('PERSON', 'auditAdministrator', 'securityAdministrator', NULL, 'GB/T 22239—2019 8.1.5：系统管理、审计管理、安全管理由不同人员承担');
INSERT INTO control_duty_conflict (kind, one, other, allowed_by, clause)
VALUES ('PERSON', 'auditAdministrator', 'systemAdministrator', NULL, 'GB/T 22239—2019 8.1.5：系统管理、审计管理、安全管理由不同人员承担');
INSERT INTO control_duty_conflict (kind, one, other, allowed_by, clause)
VALUES ('PERSON', 'securityAdministrator', 'systemAdministrator', NULL, 'GB/T 22239—2019 8.1.5：系统管理、审计管理、安全管理由不同人员承担');
INSERT INTO control_duty_conflict (kind, one, other, allowed_by, clause)
VALUES ('PERSON', 'verificationChecker', 'verifier', NULL, '《计量检定印、证管理办法》：检定证书由检定、核验、主管人员分别签字');
INSERT INTO control_duty_conflict (kind, one, other, allowed_by, clause)
VALUES ('PERSON', 'counterClerk', 'receiptKeeper', NULL, '《企业内部控制基本规范》第二十九条：不相容职务分离控制');
INSERT INTO control_duty_conflict (kind, one, other, allowed_by, clause)
VALUES ('PERSON', 'collector', 'meterReader', 'control.readerCollects', '《企业内部控制基本规范》第二十九条：不相容职务分离控制');
INSERT INTO control_duty_conflict (kind, one, other, allowed_by, clause)
VALUES ('MATTER', 'CHECK', 'READ', NULL, '《企业内部控制基本规范》第二十九条：不相容职务分离控制');
INSERT INTO control_duty_conflict (kind, one, other, allowed_by, clause)
VALUES ('MATTER', 'APPROVE_REFUND', 'READ', NULL, '《企业内部控制基本规范》第二十九条：不相容职务分离控制');
INSERT INTO control_duty_conflict (kind, one, other, allowed_by, clause)
VALUES ('MATTER', 'APPROVE_REFUND', 'CHECK', NULL, '《企业内部控制基本规范》第二十九条：不相容职务分离控制');
INSERT INTO control_duty_conflict (kind, one, other, allowed_by, clause)
VALUES ('MATTER', 'CHECK_VERIFICATION', 'VERIFY', NULL, '《计量检定印、证管理办法》：检定证书由检定、核验、主管人员分别签字');

-- control 4: working-day calendar, workflow definitions, cases and their clocks
CREATE TABLE control_calendar_day (
    day INTEGER NOT NULL PRIMARY KEY,
    is_workday INTEGER NOT NULL CHECK (is_workday IN (0, 1)),
    clause TEXT COLLATE "C" NOT NULL CHECK (clause <> ''),
    set_by BIGINT NOT NULL,
    set_at BIGINT NOT NULL
);
CREATE TABLE control_calendar_year (
    year INTEGER NOT NULL PRIMARY KEY,
    notice TEXT COLLATE "C" NOT NULL,
    clause TEXT COLLATE "C" NOT NULL CHECK (clause <> ''),
    set_by BIGINT NOT NULL,
    set_at BIGINT NOT NULL
);
REVOKE UPDATE, DELETE, TRUNCATE ON control_calendar_year FROM PUBLIC;
CREATE TABLE control_workflow (
    key TEXT COLLATE "C" NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    definition TEXT COLLATE "C" NOT NULL,
    published_by BIGINT NOT NULL,
    published_at BIGINT NOT NULL,
    PRIMARY KEY (key, version)
);
REVOKE UPDATE, DELETE, TRUNCATE ON control_workflow FROM PUBLIC;
CREATE TABLE control_case (
    bucket INTEGER NOT NULL,
    id BIGINT NOT NULL,
    workflow TEXT COLLATE "C" NOT NULL,
    workflow_version INTEGER NOT NULL,
    title TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    origin_path TEXT COLLATE "C" NOT NULL,
    place_path TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('RUNNING', 'SUSPENDED', 'DONE', 'WITHDRAWN')),
    step TEXT COLLATE "C" NOT NULL,
    step_number INTEGER NOT NULL,
    step_path TEXT COLLATE "C" NOT NULL,
    permission TEXT COLLATE "C" NOT NULL,
    assignee_id BIGINT,
    version INTEGER NOT NULL,
    started_by BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    finished_at BIGINT,
    CHECK ((finished_at IS NULL) = (state IN ('RUNNING', 'SUSPENDED'))),
    PRIMARY KEY (bucket, id)
);
CREATE INDEX control_case_by_assignee ON control_case (assignee_id, state);
CREATE INDEX control_case_by_state ON control_case (state, id);
CREATE TABLE control_case_step (
    bucket INTEGER NOT NULL,
    case_id BIGINT NOT NULL,
    number INTEGER NOT NULL,
    step TEXT COLLATE "C" NOT NULL,
    entered_at BIGINT NOT NULL,
    clock_unit TEXT COLLATE "C" CHECK (clock_unit IN ('WORKING_DAYS', 'CALENDAR_DAYS', 'HOURS')),
    clock_limit INTEGER,
    clause TEXT COLLATE "C",
    basis TEXT COLLATE "C" CHECK (basis IN ('STATUTORY', 'COMPANY')),
    ended_at BIGINT,
    ended_by BIGINT,
    outcome TEXT COLLATE "C" CHECK (outcome IN ('COMPLETED', 'RETURNED', 'WITHDRAWN')),
    form TEXT COLLATE "C" NOT NULL,
    CHECK ((clock_unit IS NULL) = (clock_limit IS NULL)),
    PRIMARY KEY (bucket, case_id, number)
);
CREATE TABLE control_case_stop (
    bucket INTEGER NOT NULL,
    case_id BIGINT NOT NULL,
    number INTEGER NOT NULL,
    step_number INTEGER NOT NULL,
    from_at BIGINT NOT NULL,
    until_at BIGINT,
    reason TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (bucket, case_id, number)
);
CREATE TABLE control_case_trail (
    bucket INTEGER NOT NULL,
    case_id BIGINT NOT NULL,
    number INTEGER NOT NULL,
    at BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    action TEXT COLLATE "C" NOT NULL,
    step TEXT COLLATE "C" NOT NULL,
    to_step TEXT COLLATE "C",
    other_user_id BIGINT,
    note TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (bucket, case_id, number)
);
REVOKE UPDATE, DELETE, TRUNCATE ON control_case_trail FROM PUBLIC;
CREATE TABLE control_leave (
    bucket INTEGER NOT NULL,
    user_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    cover_id BIGINT NOT NULL,
    from_day INTEGER NOT NULL,
    until_day INTEGER NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    set_by BIGINT NOT NULL,
    set_at BIGINT NOT NULL,
    CHECK (until_day >= from_day),
    PRIMARY KEY (bucket, user_id, id)
);
CREATE INDEX control_leave_by_cover ON control_leave (cover_id, until_day);

-- control 5: billing months opened and closed, code tables, who approved a parameter
CREATE TABLE control_month (
    organisation_id BIGINT NOT NULL,
    organisation_path TEXT COLLATE "C" NOT NULL,
    month INTEGER NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('OPEN', 'CLOSED')),
    set_by BIGINT NOT NULL,
    set_at BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, month)
);
CREATE INDEX control_month_closed ON control_month (state, month);
CREATE TABLE control_month_step (
    organisation_id BIGINT NOT NULL,
    month INTEGER NOT NULL,
    number INTEGER NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('OPEN', 'CLOSED')),
    reason TEXT COLLATE "C" NOT NULL,
    set_by BIGINT NOT NULL,
    set_at BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, month, number)
);
REVOKE UPDATE, DELETE, TRUNCATE ON control_month_step FROM PUBLIC;
CREATE TABLE control_month_carry (
    organisation_id BIGINT NOT NULL,
    month INTEGER NOT NULL,
    item TEXT COLLATE "C" NOT NULL,
    number INTEGER NOT NULL,
    carrier_id BIGINT NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    set_by BIGINT NOT NULL,
    set_at BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, month, item, number)
);
REVOKE UPDATE, DELETE, TRUNCATE ON control_month_carry FROM PUBLIC;
CREATE TABLE control_code (
    list TEXT COLLATE "C" NOT NULL,
    code TEXT COLLATE "C" NOT NULL,
    valid_from INTEGER NOT NULL,
    valid_until INTEGER,
    zh TEXT COLLATE "C" NOT NULL,
    en TEXT COLLATE "C" NOT NULL,
    position INTEGER NOT NULL,
    clause TEXT COLLATE "C" NOT NULL,
    set_by BIGINT NOT NULL,
    set_at BIGINT NOT NULL,
    PRIMARY KEY (list, code, valid_from)
);
ALTER TABLE control_parameter ADD COLUMN approved_by BIGINT;

-- control 6: password age and history, recovery codes, machines' tokens, searching the audit log
CREATE TABLE control_password_history (
    bucket INTEGER NOT NULL,
    user_id BIGINT NOT NULL,
    set_at BIGINT NOT NULL,
    password_hash TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (bucket, user_id, set_at)
);
REVOKE UPDATE, DELETE, TRUNCATE ON control_password_history FROM PUBLIC;
CREATE TABLE control_recovery_code (
    bucket INTEGER NOT NULL,
    user_id BIGINT NOT NULL,
    code_digest BYTEA NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (bucket, user_id, code_digest)
);
CREATE TABLE control_token (
    bucket INTEGER NOT NULL,
    token_hash BYTEA NOT NULL,
    id BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('MACHINE', 'BOARD')),
    name TEXT COLLATE "C" NOT NULL,
    organisation_id BIGINT NOT NULL,
    permissions TEXT COLLATE "C" NOT NULL,
    each_minute INTEGER NOT NULL,
    issued_by BIGINT NOT NULL,
    issued_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT,
    used_at BIGINT,
    used_from TEXT COLLATE "C",
    PRIMARY KEY (bucket, token_hash)
);
CREATE UNIQUE INDEX control_token_by_id ON control_token (id);
ALTER TABLE control_user ADD COLUMN password_set_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE control_user ADD COLUMN must_change INTEGER NOT NULL DEFAULT 0;
ALTER TABLE control_session ADD COLUMN duty TEXT NOT NULL DEFAULT '';
ALTER TABLE control_session ADD COLUMN idle_ms BIGINT NOT NULL DEFAULT 900000;
CREATE INDEX control_session_by_user ON control_session (user_id);
CREATE INDEX control_audit_by_time ON control_audit (at);

-- control 7: messages, their proof, wishes about contact; webhooks
CREATE TABLE control_message (
    bucket INTEGER NOT NULL,
    id BIGINT NOT NULL,
    organisation_id BIGINT NOT NULL,
    organisation_path TEXT COLLATE "C" NOT NULL,
    channel TEXT COLLATE "C" NOT NULL CHECK (channel IN ('SMS', 'EMAIL', 'LETTER', 'CALL')),
    recipient BYTEA NOT NULL,
    recipient_digest BYTEA NOT NULL,
    masked TEXT COLLATE "C" NOT NULL,
    template TEXT COLLATE "C" NOT NULL,
    is_statutory INTEGER NOT NULL,
    title TEXT COLLATE "C" NOT NULL,
    body TEXT COLLATE "C" NOT NULL,
    about TEXT COLLATE "C" NOT NULL,
    parts INTEGER NOT NULL,
    created_by BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (bucket, id)
);
CREATE INDEX control_message_by_about ON control_message (about);
REVOKE UPDATE, DELETE, TRUNCATE ON control_message FROM PUBLIC;
CREATE TABLE control_message_state (
    bucket INTEGER NOT NULL,
    message_id BIGINT NOT NULL,
    organisation_path TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('WAITING', 'SENT', 'DELIVERED', 'FAILED', 'DEAD')),
    attempts INTEGER NOT NULL,
    next_at BIGINT NOT NULL,
    PRIMARY KEY (bucket, message_id)
);
CREATE INDEX control_message_state_due ON control_message_state (state, next_at);
CREATE TABLE control_message_proof (
    bucket INTEGER NOT NULL,
    message_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    carrier TEXT COLLATE "C" NOT NULL,
    outcome TEXT COLLATE "C" NOT NULL,
    detail TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (bucket, message_id, id)
);
REVOKE UPDATE, DELETE, TRUNCATE ON control_message_proof FROM PUBLIC;
CREATE TABLE control_contact_wish (
    bucket INTEGER NOT NULL,
    recipient_digest BYTEA NOT NULL,
    channel TEXT COLLATE "C" NOT NULL,
    masked TEXT COLLATE "C" NOT NULL,
    is_out INTEGER NOT NULL,
    quiet_from INTEGER,
    quiet_until INTEGER,
    set_by BIGINT NOT NULL,
    set_at BIGINT NOT NULL,
    PRIMARY KEY (bucket, recipient_digest, channel)
);
CREATE TABLE control_message_template (
    key TEXT COLLATE "C" NOT NULL,
    language TEXT COLLATE "C" NOT NULL,
    version INTEGER NOT NULL,
    title TEXT COLLATE "C" NOT NULL,
    body TEXT COLLATE "C" NOT NULL,
    set_by BIGINT NOT NULL,
    set_at BIGINT NOT NULL,
    PRIMARY KEY (key, language, version)
);
REVOKE UPDATE, DELETE, TRUNCATE ON control_message_template FROM PUBLIC;
CREATE TABLE control_webhook (
    id BIGINT NOT NULL PRIMARY KEY,
    organisation_id BIGINT NOT NULL,
    organisation_path TEXT COLLATE "C" NOT NULL,
    url TEXT COLLATE "C" NOT NULL,
    secret BYTEA NOT NULL,
    topics TEXT COLLATE "C" NOT NULL,
    is_on INTEGER NOT NULL,
    hears_from BIGINT NOT NULL,
    created_by BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE TABLE control_webhook_delivery (
    bucket INTEGER NOT NULL,
    webhook_id BIGINT NOT NULL,
    event_id BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('WAITING', 'DONE', 'DEAD')),
    attempts INTEGER NOT NULL,
    next_at BIGINT NOT NULL,
    detail TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (bucket, webhook_id, event_id)
);
CREATE INDEX control_webhook_delivery_due ON control_webhook_delivery (state, next_at);

-- control 8: jobs that pause and end at a wish, schedules, the crash drill
CREATE TABLE control_schedule (
    key TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    is_on INTEGER NOT NULL,
    set_by BIGINT NOT NULL,
    set_at BIGINT NOT NULL
);
CREATE TABLE control_schedule_run (
    key TEXT COLLATE "C" NOT NULL,
    due_at BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    finished_at BIGINT,
    outcome TEXT COLLATE "C",
    fault TEXT COLLATE "C",
    PRIMARY KEY (key, due_at)
);
CREATE TABLE control_drill (
    bucket INTEGER NOT NULL,
    job_id BIGINT NOT NULL,
    number INTEGER NOT NULL,
    mark BIGINT NOT NULL,
    PRIMARY KEY (bucket, job_id, number, mark)
);
REVOKE UPDATE, DELETE, TRUNCATE ON control_drill FROM PUBLIC;
ALTER TABLE control_job ADD COLUMN wish TEXT NOT NULL DEFAULT 'RUN' CHECK (wish IN ('RUN', 'PAUSE', 'CANCEL'));

-- control 9: idempotency keys of cases; one table of leave cover
CREATE TABLE control_case_key (
    bucket INTEGER NOT NULL,
    user_id BIGINT NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    input TEXT COLLATE "C" NOT NULL,
    case_id BIGINT NOT NULL,
    PRIMARY KEY (bucket, user_id, key)
);
REVOKE UPDATE, DELETE, TRUNCATE ON control_case_key FROM PUBLIC;
/*scatter: every row moves*/
INSERT INTO control_cover (bucket, absent_id, id, covering_id, first_day, last_day, reason, approved_by,
  approved_at)
SELECT bucket, user_id, id, cover_id, from_day, until_day, reason, set_by, set_at FROM control_leave
WHERE user_id <> cover_id;
DROP TABLE control_leave;
DELETE FROM control_role_permission WHERE permission = 'control.leave';
CREATE INDEX control_case_by_number ON control_case (id);

-- control 10: customers' sign-in codes and sessions
CREATE TABLE control_customer_code (
    bucket INTEGER NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    challenge_hash BYTEA NOT NULL,
    code_digest BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    tries INTEGER NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (bucket, subject)
);
CREATE TABLE control_customer_count (
    bucket INTEGER NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    since BIGINT NOT NULL,
    codes INTEGER NOT NULL,
    PRIMARY KEY (bucket, subject)
);
CREATE TABLE control_customer_session (
    bucket INTEGER NOT NULL,
    token_hash BYTEA NOT NULL,
    customer_id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    csrf TEXT COLLATE "C" NOT NULL,
    address TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    idle_ms BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (bucket, token_hash)
);

-- control 11: entries from the field and their answers
CREATE TABLE control_field_entry (
    bucket INTEGER NOT NULL,
    user_id BIGINT NOT NULL,
    entry_key TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    task TEXT COLLATE "C" NOT NULL,
    form TEXT COLLATE "C" NOT NULL,
    version TEXT COLLATE "C" NOT NULL,
    digest BYTEA NOT NULL,
    entered_at BIGINT NOT NULL,
    taken_at BIGINT NOT NULL,
    outcome TEXT COLLATE "C" NOT NULL CHECK (outcome IN ('ACCEPTED', 'REFUSED', 'CONFLICT')),
    reason TEXT COLLATE "C",
    PRIMARY KEY (bucket, user_id, entry_key)
);
REVOKE UPDATE, DELETE, TRUNCATE ON control_field_entry FROM PUBLIC;

-- control 13: an organisation's own rules of separation
CREATE TABLE control_own_conflict (
    id BIGINT NOT NULL PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('PERSON', 'MATTER')),
    one TEXT COLLATE "C" NOT NULL,
    other TEXT COLLATE "C" NOT NULL,
    organisation_path TEXT COLLATE "C" NOT NULL,
    clause TEXT COLLATE "C" NOT NULL,
    added_by BIGINT NOT NULL,
    added_at BIGINT NOT NULL,
    ended_by BIGINT,
    ended_at BIGINT,
    CHECK (one < other)
);

-- control 14: whom a notice was written to; language and kinds of a person's wishes
CREATE TABLE control_notice_recipient (
    bucket INTEGER NOT NULL,
    notice_id BIGINT NOT NULL,
    recipient_digest BYTEA NOT NULL,
    account_id BIGINT NOT NULL,
    PRIMARY KEY (bucket, notice_id, recipient_digest)
);
REVOKE UPDATE, DELETE, TRUNCATE ON control_notice_recipient FROM PUBLIC;
ALTER TABLE control_contact_wish ADD COLUMN language TEXT;
ALTER TABLE control_contact_wish ADD COLUMN out_kinds TEXT NOT NULL DEFAULT '';

-- control 15: own roles that were retired keep their names
ALTER TABLE control_role ADD COLUMN retired_at BIGINT;

-- control 16: the heads of a day's chains by the day
CREATE INDEX control_audit_head_by_day ON control_audit_head (day, bucket);

-- control 17: codes that carry a meaning
ALTER TABLE control_code ADD COLUMN means TEXT;

-- control 20: tokens agreed on and not yet fetched, approvers' roles without a second factor, who keeps receipts
CREATE TABLE control_token_grant (
    bucket INTEGER NOT NULL,
    id BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('MACHINE', 'BOARD')),
    name TEXT COLLATE "C" NOT NULL,
    organisation_id BIGINT NOT NULL,
    permissions TEXT COLLATE "C" NOT NULL,
    each_minute INTEGER NOT NULL,
    days INTEGER NOT NULL,
    asked_by BIGINT NOT NULL,
    agreed_by BIGINT NOT NULL,
    agreed_at BIGINT NOT NULL,
    fetched_at BIGINT,
    PRIMARY KEY (bucket, id)
);
CREATE INDEX control_token_grant_by_asker ON control_token_grant (asked_by, fetched_at);
ALTER TABLE control_role ADD COLUMN waives_second_factor INTEGER NOT NULL DEFAULT 0;
INSERT INTO control_duty_conflict (kind, one, other, allowed_by, clause)
VALUES ('PERSON', 'collector', 'receiptKeeper', NULL, '《企业内部控制基本规范》第二十九条：不相容职务分离控制');

-- control 35: queues of messages by channel, of deliveries by webhook
ALTER TABLE control_message_state ADD COLUMN channel TEXT NOT NULL DEFAULT 'SMS'
CHECK (channel IN ('SMS', 'EMAIL', 'LETTER', 'CALL'));
ALTER TABLE control_message_state ADD COLUMN is_asked INTEGER NOT NULL DEFAULT 0;
/*scatter: every message there is, once*/ UPDATE control_message_state SET channel = (SELECT m.channel FROM control_message m
  WHERE m.bucket = control_message_state.bucket AND m.id = control_message_state.message_id);
DROP INDEX control_message_state_due;
CREATE INDEX control_message_state_queue
ON control_message_state (channel, state, is_asked, next_at);
DROP INDEX control_webhook_delivery_due;
CREATE INDEX control_webhook_delivery_queue
ON control_webhook_delivery (webhook_id, state, next_at);

-- control 36: every value that a parameter was given stays
CREATE TABLE control_parameter_value (
    key TEXT COLLATE "C" NOT NULL,
    organisation_path TEXT COLLATE "C" NOT NULL,
    effective_from INTEGER NOT NULL,
    sequence INTEGER NOT NULL CHECK (sequence >= 1),
    value TEXT COLLATE "C" NOT NULL,
    clause TEXT COLLATE "C" NOT NULL,
    set_by BIGINT NOT NULL,
    set_at BIGINT NOT NULL,
    approved_by BIGINT,
    PRIMARY KEY (key, organisation_path, effective_from, sequence)
);
REVOKE UPDATE, DELETE, TRUNCATE ON control_parameter_value FROM PUBLIC;
INSERT INTO control_parameter_value (key, organisation_path, effective_from, sequence, value, clause, set_by,
  set_at, approved_by)
SELECT key, organisation_path, effective_from, 1, value, clause, set_by, set_at, approved_by
FROM control_parameter;
DROP TABLE control_parameter;

-- control 90: the node numbers that processes claim for their ids
CREATE TABLE control_node (
    node INTEGER NOT NULL PRIMARY KEY CHECK (node BETWEEN 1 AND 1021),
    epoch BIGINT NOT NULL,
    latest_at BIGINT NOT NULL,
    ceiling_at BIGINT NOT NULL
);

-- control 91: the ids of machines' tokens are found by an index that is not unique
DROP INDEX control_token_by_id;
CREATE INDEX control_token_by_id ON control_token (id);

-- control 92: rows that a transaction holds for what no row of its own stands for
CREATE TABLE control_lock (
    name TEXT COLLATE "C" NOT NULL,
    slot INTEGER NOT NULL,
    PRIMARY KEY (name, slot)
);
INSERT INTO control_lock (name, slot)
VALUES ('months', 0), ('months', 1), ('months', 2), ('months', 3), ('months', 4), ('months', 5),
    ('months', 6), ('months', 7), ('months', 8), ('months', 9), ('months', 10), ('months', 11),
    ('months', 12), ('months', 13), ('months', 14), ('months', 15);

-- control 40: rows of imported files that wait to be written
CREATE TABLE control_import_part (
    bucket INTEGER NOT NULL,
    job_id BIGINT NOT NULL,
    number INTEGER NOT NULL,
    content_sealed BYTEA NOT NULL,
    PRIMARY KEY (bucket, job_id, number)
);

-- control 25: when a work order is due, what was told of clocks and proposals, signs of life of schedules
CREATE TABLE control_proposal_told (
    bucket INTEGER NOT NULL,
    proposal_id BIGINT NOT NULL,
    told_at BIGINT NOT NULL,
    PRIMARY KEY (bucket, proposal_id)
);
REVOKE UPDATE, DELETE, TRUNCATE ON control_proposal_told FROM PUBLIC;
ALTER TABLE control_case ADD COLUMN due_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE control_case ADD COLUMN told TEXT NOT NULL DEFAULT 'GREEN'
  CHECK (told IN ('GREEN', 'AMBER', 'RED'));
ALTER TABLE control_case_step ADD COLUMN clock_from TEXT;
ALTER TABLE control_schedule_run ADD COLUMN alive_at BIGINT;
DROP INDEX control_case_by_assignee;
DROP INDEX control_case_by_state;
CREATE INDEX control_case_by_holder ON control_case (assignee_id, due_at, id) WHERE finished_at IS NULL;
CREATE INDEX control_case_by_due ON control_case (due_at, id) WHERE finished_at IS NULL;

-- control 26: items carried over a close as they were, with their work orders
ALTER TABLE control_month_carry ADD COLUMN item_text TEXT NOT NULL DEFAULT '';
ALTER TABLE control_month_carry ADD COLUMN arguments TEXT NOT NULL DEFAULT '{}';
ALTER TABLE control_month_carry ADD COLUMN item_count BIGINT;
ALTER TABLE control_month_carry ADD COLUMN case_id BIGINT;

-- control 27: decisions made for who is away
ALTER TABLE control_decision ADD COLUMN absent_id BIGINT;
ALTER TABLE control_decision ADD COLUMN absent_name TEXT NOT NULL DEFAULT '';

-- control 28: answers to orders named by an idempotency key
CREATE TABLE control_answer (
    bucket INTEGER NOT NULL,
    user_id BIGINT NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    order_hash BYTEA NOT NULL,
    status INTEGER NOT NULL,
    answer BYTEA NOT NULL,
    answered_at BIGINT NOT NULL,
    PRIMARY KEY (bucket, user_id, key)
);
REVOKE UPDATE, DELETE, TRUNCATE ON control_answer FROM PUBLIC;

-- control 100: exports of all data as jobs; who works what is done outside of transactions
CREATE TABLE control_job_hold (
    bucket INTEGER NOT NULL,
    job_id BIGINT NOT NULL,
    attempt INTEGER NOT NULL,
    held_until BIGINT NOT NULL,
    PRIMARY KEY (bucket, job_id)
);
CREATE TABLE control_export (
    bucket INTEGER NOT NULL,
    job_id BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    row_count BIGINT NOT NULL,
    byte_count BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    expired_at BIGINT,
    PRIMARY KEY (bucket, job_id)
);

-- control 101: backups that a tool outside took and reported
CREATE TABLE control_backup (
    id BIGINT NOT NULL PRIMARY KEY,
    taken_at BIGINT NOT NULL,
    byte_count BIGINT NOT NULL,
    tool TEXT COLLATE "C" NOT NULL,
    said_by BIGINT NOT NULL,
    said_at BIGINT NOT NULL
);
REVOKE UPDATE, DELETE, TRUNCATE ON control_backup FROM PUBLIC;

-- ledger 1: postings, reversals, receivables, applications, totals of a day
CREATE TABLE ledger_posting (
    bucket INTEGER NOT NULL,
    account_id BIGINT NOT NULL,
    entry_id BIGINT NOT NULL,
    line INTEGER NOT NULL,
    code INTEGER NOT NULL,
    organisation_id BIGINT NOT NULL,
    amount_fen BIGINT NOT NULL CHECK (amount_fen <> 0),
    day INTEGER NOT NULL,
    month INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    PRIMARY KEY (bucket, account_id, entry_id, line)
);
REVOKE UPDATE, DELETE, TRUNCATE ON ledger_posting FROM PUBLIC;
CREATE TABLE ledger_reversal (
    bucket INTEGER NOT NULL,
    account_id BIGINT NOT NULL,
    entry_id BIGINT NOT NULL,
    reversal_id BIGINT NOT NULL,
    PRIMARY KEY (bucket, account_id, entry_id)
);
REVOKE UPDATE, DELETE, TRUNCATE ON ledger_reversal FROM PUBLIC;
CREATE TABLE ledger_receivable (
    bucket INTEGER NOT NULL,
    account_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    organisation_id BIGINT NOT NULL,
    organisation_path TEXT COLLATE "C" NOT NULL,
    month INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    amount_fen BIGINT NOT NULL CHECK (amount_fen <> 0),
    due_day INTEGER NOT NULL,
    is_residential INTEGER NOT NULL CHECK (is_residential IN (0, 1)),
    created_day INTEGER NOT NULL,
    PRIMARY KEY (bucket, account_id, id)
);
REVOKE UPDATE, DELETE, TRUNCATE ON ledger_receivable FROM PUBLIC;
CREATE TABLE ledger_application (
    bucket INTEGER NOT NULL,
    account_id BIGINT NOT NULL,
    receivable_id BIGINT NOT NULL,
    sequence INTEGER NOT NULL CHECK (sequence >= 0),
    payment_id BIGINT NOT NULL,
    principal_fen BIGINT NOT NULL,
    penalty_fen BIGINT NOT NULL,
    accrued_fen BIGINT NOT NULL CHECK (accrued_fen >= 0),
    fixed_fen BIGINT NOT NULL CHECK (fixed_fen >= 0),
    day INTEGER NOT NULL,
    PRIMARY KEY (bucket, account_id, receivable_id, sequence),
    CHECK (principal_fen <> 0 OR penalty_fen <> 0)
);
REVOKE UPDATE, DELETE, TRUNCATE ON ledger_application FROM PUBLIC;
CREATE TABLE ledger_daily (
    bucket INTEGER NOT NULL,
    organisation_id BIGINT NOT NULL,
    day INTEGER NOT NULL,
    code INTEGER NOT NULL,
    amount_fen BIGINT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (bucket, organisation_id, day, code)
);
CREATE INDEX ledger_daily_by_day ON ledger_daily (day);

-- ledger 2: a day's counts without what was taken back
UPDATE ledger_daily SET count = count - 2 * turned.postings
FROM (
    SELECT bucket, organisation_id, day, code, COUNT(*) AS postings FROM ledger_posting /*scatter: all, once*/
    WHERE kind = 3 GROUP BY bucket, organisation_id, day, code
) AS turned
WHERE turned.bucket = ledger_daily.bucket AND turned.organisation_id = ledger_daily.organisation_id
  AND turned.day = ledger_daily.day AND turned.code = ledger_daily.code;

-- records 1: grid tree, customers, accounts, terms, usage points, meters, search
CREATE TABLE records_counter (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    next BIGINT NOT NULL
);
CREATE TABLE records_grid_node (
    id BIGINT NOT NULL PRIMARY KEY,
    parent_id BIGINT REFERENCES records_grid_node (id),
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('SUBSTATION', 'FEEDER', 'AREA')),
    code TEXT COLLATE "C" NOT NULL UNIQUE,
    name TEXT COLLATE "C" NOT NULL,
    organisation_id BIGINT NOT NULL,
    organisation_path TEXT COLLATE "C" NOT NULL,
    CHECK ((kind = 'SUBSTATION') = (parent_id IS NULL))
);
CREATE TABLE records_customer (
    bucket INTEGER NOT NULL,
    id BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('PERSON', 'COMPANY')),
    name TEXT COLLATE "C" NOT NULL,
    identity_sealed BYTEA,
    identity_digest BYTEA,
    identity_tail BYTEA,
    created_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (bucket, id)
);
CREATE INDEX records_customer_by_identity ON records_customer (identity_digest);
CREATE TABLE records_account (
    bucket INTEGER NOT NULL,
    id BIGINT NOT NULL CHECK (id > 0 AND id <= 9999999999999),
    consumer_no TEXT COLLATE "C" NOT NULL,
    old_no TEXT COLLATE "C",
    name TEXT COLLATE "C" NOT NULL,
    initials TEXT COLLATE "C" NOT NULL,
    customer_id BIGINT NOT NULL,
    organisation_id BIGINT NOT NULL,
    organisation_path TEXT COLLATE "C" NOT NULL,
    address TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('ACTIVE', 'CLOSED')),
    class TEXT COLLATE "C" NOT NULL CHECK (class IN ('RESIDENTIAL', 'AGRICULTURAL', 'COMMERCIAL', 'INDUSTRIAL')),
    route TEXT COLLATE "C" NOT NULL,
    opened_on INTEGER NOT NULL,
    closed_on INTEGER,
    phone_sealed BYTEA,
    phone_digest BYTEA,
    phone_tail BYTEA,
    bank_sealed BYTEA,
    bank_digest BYTEA,
    bank_tail BYTEA,
    version INTEGER NOT NULL,
    PRIMARY KEY (bucket, id),
    CHECK ((state = 'CLOSED') = (closed_on IS NOT NULL))
);
CREATE INDEX records_account_by_number ON records_account (consumer_no, organisation_path);
CREATE INDEX records_account_by_old_number ON records_account (old_no) WHERE old_no IS NOT NULL;
CREATE INDEX records_account_by_initials ON records_account (initials, organisation_path);
CREATE INDEX records_account_by_phone ON records_account (phone_tail);
CREATE INDEX records_account_by_organisation
ON records_account (organisation_path, consumer_no, class, state);
CREATE INDEX records_account_by_route ON records_account (route, organisation_path, consumer_no);
CREATE INDEX records_account_by_customer ON records_account (customer_id);
CREATE TABLE records_term (
    bucket INTEGER NOT NULL,
    account_id BIGINT NOT NULL,
    effective_from INTEGER NOT NULL,
    revision INTEGER NOT NULL CHECK (revision > 0),
    is_void INTEGER NOT NULL CHECK (is_void IN (0, 1)),
    tariff_code TEXT COLLATE "C" NOT NULL,
    household_persons INTEGER NOT NULL CHECK (household_persons >= 0),
    low_income INTEGER NOT NULL CHECK (low_income IN (0, 1)),
    capacity_va BIGINT NOT NULL CHECK (capacity_va >= 0),
    contract_demand_w BIGINT NOT NULL CHECK (contract_demand_w >= 0),
    basic_mode TEXT COLLATE "C" NOT NULL
        CHECK (basic_mode IN ('NONE', 'CAPACITY', 'CONTRACT_DEMAND', 'ACTUAL_DEMAND')),
    power_factor_standard INTEGER NOT NULL CHECK (power_factor_standard BETWEEN 0 AND 100),
    first_tier_month INTEGER,
    reason TEXT COLLATE "C" NOT NULL,
    recorded_by BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (bucket, account_id, effective_from, revision)
);
REVOKE UPDATE, DELETE, TRUNCATE ON records_term FROM PUBLIC;
CREATE TABLE records_usage_point (
    bucket INTEGER NOT NULL,
    account_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('SETTLEMENT')),
    area_id BIGINT,
    feeder_id BIGINT,
    PRIMARY KEY (bucket, account_id, id),
    CHECK ((area_id IS NULL) <> (feeder_id IS NULL))
);
CREATE TABLE records_area_membership (
    bucket INTEGER NOT NULL,
    account_id BIGINT NOT NULL,
    usage_point_id BIGINT NOT NULL,
    from_day INTEGER NOT NULL,
    to_day INTEGER,
    node_id BIGINT NOT NULL,
    PRIMARY KEY (bucket, account_id, usage_point_id, from_day),
    CHECK (to_day IS NULL OR to_day >= from_day)
);
CREATE INDEX records_area_membership_by_node
ON records_area_membership (node_id, account_id, from_day, to_day);
CREATE TABLE records_meter (
    bucket INTEGER NOT NULL,
    id BIGINT NOT NULL,
    asset_no TEXT COLLATE "C" NOT NULL,
    maker TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (bucket, id)
);
CREATE TABLE records_installation (
    bucket INTEGER NOT NULL,
    account_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    usage_point_id BIGINT NOT NULL,
    meter_id BIGINT NOT NULL,
    asset_no TEXT COLLATE "C" NOT NULL,
    multiplier_milli BIGINT NOT NULL CHECK (multiplier_milli > 0),
    installed_on INTEGER NOT NULL,
    removed_on INTEGER,
    PRIMARY KEY (bucket, account_id, id),
    CHECK (removed_on IS NULL OR removed_on >= installed_on)
);
CREATE INDEX records_installation_by_meter ON records_installation (asset_no);
CREATE TABLE records_register (
    bucket INTEGER NOT NULL,
    account_id BIGINT NOT NULL,
    installation_id BIGINT NOT NULL,
    kind INTEGER NOT NULL,
    digits INTEGER NOT NULL CHECK (digits BETWEEN 1 AND 12),
    decimals INTEGER NOT NULL CHECK (decimals BETWEEN 0 AND 4),
    install_value BIGINT NOT NULL CHECK (install_value >= 0),
    removal_value BIGINT CHECK (removal_value >= 0),
    PRIMARY KEY (bucket, account_id, installation_id, kind)
);
CREATE TABLE records_search (
    bucket INTEGER NOT NULL,
    account_id BIGINT NOT NULL,
    organisation_path TEXT NOT NULL,
    name TSVECTOR NOT NULL,
    initials TSVECTOR NOT NULL,
    address TSVECTOR NOT NULL,
    PRIMARY KEY (bucket, account_id)
);
CREATE INDEX records_search_by_name ON records_search USING gin (name);
CREATE INDEX records_search_by_initials ON records_search USING gin (initials);
CREATE INDEX records_search_by_address ON records_search USING gin (address);

-- records 2: transformers and motors with their states, metering arrangement and losses
CREATE TABLE records_equipment (
    bucket INTEGER NOT NULL,
    account_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('TRANSFORMER', 'MOTOR')),
    name TEXT COLLATE "C" NOT NULL,
    model TEXT COLLATE "C" NOT NULL,
    capacity_va BIGINT NOT NULL CHECK (capacity_va > 0),
    no_load_w BIGINT,
    load_w BIGINT,
    no_load_current_ppm BIGINT,
    impedance_ppm BIGINT,
    PRIMARY KEY (bucket, account_id, id),
    CHECK ((no_load_w IS NULL) = (load_w IS NULL)),
    CHECK ((no_load_w IS NULL) = (no_load_current_ppm IS NULL)),
    CHECK ((no_load_w IS NULL) = (impedance_ppm IS NULL))
);
CREATE TABLE records_equipment_change (
    bucket INTEGER NOT NULL,
    account_id BIGINT NOT NULL,
    equipment_id BIGINT NOT NULL,
    from_day INTEGER NOT NULL,
    revision INTEGER NOT NULL CHECK (revision > 0),
    is_void INTEGER NOT NULL CHECK (is_void IN (0, 1)),
    state TEXT COLLATE "C" NOT NULL CHECK (state IN (
        'RUNNING', 'HOT_STANDBY', 'SUSPENDED', 'REDUCED', 'COLD_STANDBY', 'REPLACED', 'REMOVED')),
    capacity_va BIGINT NOT NULL CHECK (capacity_va >= 0),
    until_day INTEGER,
    is_permanent INTEGER NOT NULL CHECK (is_permanent IN (0, 1)),
    applied_on INTEGER,
    reason TEXT COLLATE "C" NOT NULL,
    recorded_by BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (bucket, account_id, equipment_id, from_day, revision),
    CHECK (until_day IS NULL OR until_day >= from_day)
);
REVOKE UPDATE, DELETE, TRUNCATE ON records_equipment_change FROM PUBLIC;
CREATE TABLE records_point_loss (
    bucket INTEGER NOT NULL,
    account_id BIGINT NOT NULL,
    usage_point_id BIGINT NOT NULL,
    from_day INTEGER NOT NULL,
    revision INTEGER NOT NULL CHECK (revision > 0),
    arrangement TEXT COLLATE "C" NOT NULL CHECK (arrangement IN ('HIGH_HIGH', 'HIGH_LOW', 'LOW_LOW')),
    shared_id BIGINT,
    terms TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    recorded_by BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (bucket, account_id, usage_point_id, from_day, revision)
);
CREATE INDEX records_point_loss_by_shared
ON records_point_loss (shared_id, account_id) WHERE shared_id IS NOT NULL;
REVOKE UPDATE, DELETE, TRUNCATE ON records_point_loss FROM PUBLIC;
CREATE TABLE records_shared_transformer (
    id BIGINT NOT NULL PRIMARY KEY,
    code TEXT COLLATE "C" NOT NULL UNIQUE,
    name TEXT COLLATE "C" NOT NULL,
    organisation_id BIGINT NOT NULL,
    organisation_path TEXT COLLATE "C" NOT NULL,
    terms TEXT COLLATE "C" NOT NULL
);
CREATE TABLE records_loss_table (
    code TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    source TEXT COLLATE "C" NOT NULL,
    is_example INTEGER NOT NULL CHECK (is_example IN (0, 1))
);
CREATE TABLE records_loss_row (
    code TEXT COLLATE "C" NOT NULL,
    model TEXT COLLATE "C" NOT NULL,
    capacity_va BIGINT NOT NULL CHECK (capacity_va > 0),
    upto_wh BIGINT NOT NULL CHECK (upto_wh > 0),
    loss_wh BIGINT NOT NULL CHECK (loss_wh >= 0),
    loss_varh BIGINT NOT NULL CHECK (loss_varh >= 0),
    PRIMARY KEY (code, model, capacity_va, upto_wh)
);

-- records 3: settlements of a month, agency multiple, surcharge, households behind a meter
ALTER TABLE records_term ADD COLUMN settlements INTEGER NOT NULL DEFAULT 1 CHECK (settlements BETWEEN 1 AND 3);
ALTER TABLE records_term ADD COLUMN agency_multiple INTEGER NOT NULL DEFAULT 0
CHECK (agency_multiple IN (0, 1));
ALTER TABLE records_term ADD COLUMN chooses_surcharge INTEGER NOT NULL DEFAULT 0
CHECK (chooses_surcharge IN (0, 1));
ALTER TABLE records_term ADD COLUMN households INTEGER NOT NULL DEFAULT 1 CHECK (households >= 1);

-- records 4: class of use, industry and supply voltage by code
ALTER TABLE records_account ADD COLUMN use_code TEXT;
ALTER TABLE records_account ADD COLUMN industry TEXT;
ALTER TABLE records_account ADD COLUMN voltage TEXT;
CREATE INDEX records_account_by_use_code
ON records_account (use_code, organisation_path, consumer_no) WHERE use_code IS NOT NULL;
CREATE INDEX records_account_by_industry
ON records_account (industry, organisation_path, consumer_no) WHERE industry IS NOT NULL;
CREATE INDEX records_account_by_voltage
ON records_account (voltage, organisation_path, consumer_no) WHERE voltage IS NOT NULL;

-- records 10: the last day of a household's standing, and the reminders of it
CREATE TABLE records_household_reminder (
    bucket INTEGER NOT NULL,
    account_id BIGINT NOT NULL,
    until_day INTEGER NOT NULL,
    outcome TEXT COLLATE "C" NOT NULL,
    reminded_at BIGINT NOT NULL,
    PRIMARY KEY (bucket, account_id, until_day)
);
REVOKE UPDATE, DELETE, TRUNCATE ON records_household_reminder FROM PUBLIC;
ALTER TABLE records_term ADD COLUMN household_until INTEGER;
CREATE INDEX records_term_by_household_until
ON records_term (household_until, account_id) WHERE household_until IS NOT NULL;

-- records 40: loss tables are published tariff data, not the archive's
DROP TABLE records_loss_row;
DROP TABLE records_loss_table;

-- records 41: dated terms of shared transformers
CREATE TABLE records_shared_transformer_change (
    shared_id BIGINT NOT NULL,
    from_day INTEGER NOT NULL,
    revision INTEGER NOT NULL CHECK (revision > 0),
    terms TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    recorded_by BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (shared_id, from_day, revision)
);
REVOKE UPDATE, DELETE, TRUNCATE ON records_shared_transformer_change FROM PUBLIC;

-- tariff 1: published tariff files, withdrawals, drafts
CREATE TABLE tariff_document (
    id BIGINT NOT NULL PRIMARY KEY,
    code TEXT COLLATE "C" NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    content TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL,
    first_day INTEGER,
    draft_id BIGINT,
    proposed_by BIGINT,
    proposed_name TEXT COLLATE "C" NOT NULL,
    published_by BIGINT NOT NULL,
    published_name TEXT COLLATE "C" NOT NULL,
    published_at BIGINT NOT NULL,
    UNIQUE (code, number)
);
REVOKE UPDATE, DELETE, TRUNCATE ON tariff_document FROM PUBLIC;
CREATE TABLE tariff_withdrawal (
    document_id BIGINT NOT NULL PRIMARY KEY,
    id BIGINT NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    withdrawn_by BIGINT NOT NULL,
    withdrawn_name TEXT COLLATE "C" NOT NULL,
    withdrawn_at BIGINT NOT NULL
);
REVOKE UPDATE, DELETE, TRUNCATE ON tariff_withdrawal FROM PUBLIC;
CREATE TABLE tariff_draft (
    id BIGINT NOT NULL PRIMARY KEY,
    code TEXT COLLATE "C" NOT NULL,
    content TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL,
    base_number INTEGER NOT NULL,
    version INTEGER NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('DRAFT', 'PUBLISHED', 'DROPPED')),
    organisation_id BIGINT NOT NULL,
    organisation_path TEXT COLLATE "C" NOT NULL,
    made_by BIGINT NOT NULL,
    made_name TEXT COLLATE "C" NOT NULL,
    made_at BIGINT NOT NULL,
    changed_by BIGINT NOT NULL,
    changed_name TEXT COLLATE "C" NOT NULL,
    changed_at BIGINT NOT NULL,
    checked_digest TEXT COLLATE "C",
    rehearsed_digest TEXT COLLATE "C",
    rehearsal TEXT COLLATE "C",
    proposal_id BIGINT,
    document_id BIGINT
);

-- tariff 10: people who wrote in a tariff draft
CREATE TABLE tariff_draft_editor (
    draft_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    PRIMARY KEY (draft_id, user_id)
);

-- tariff 60: tariff drafts begun together under one name
CREATE TABLE tariff_draft_set (
    id BIGINT NOT NULL PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    organisation_path TEXT COLLATE "C" NOT NULL,
    made_by BIGINT NOT NULL,
    made_name TEXT COLLATE "C" NOT NULL,
    made_at BIGINT NOT NULL
);
REVOKE UPDATE, DELETE, TRUNCATE ON tariff_draft_set FROM PUBLIC;
CREATE TABLE tariff_draft_set_member (
    set_id BIGINT NOT NULL,
    draft_id BIGINT NOT NULL,
    PRIMARY KEY (set_id, draft_id),
    UNIQUE (draft_id)
);
REVOKE UPDATE, DELETE, TRUNCATE ON tariff_draft_set_member FROM PUBLIC;

-- tariff 61: the row that publications and withdrawals of tariffs take in turn
CREATE TABLE tariff_turn (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    taken BIGINT NOT NULL
);

-- reading 1: Readings, approved energy, exceptions, progress of the month
CREATE TABLE reading_reading (
    bucket INTEGER NOT NULL,
    month INTEGER NOT NULL,
    account_id BIGINT NOT NULL,
    installation_id BIGINT NOT NULL,
    register INTEGER NOT NULL,
    revision INTEGER NOT NULL CHECK (revision >= 1),
    usage_point_id BIGINT NOT NULL,
    day INTEGER NOT NULL,
    value BIGINT NOT NULL CHECK (value >= 0),
    status TEXT COLLATE "C" NOT NULL CHECK (status IN ('NORMAL', 'ROLLOVER', 'ESTIMATED', 'ESTIMATED_ROLLOVER')),
    source TEXT COLLATE "C" NOT NULL CHECK (source IN ('FILE', 'CONSOLE', 'API', 'DEMO', 'REMOVAL')),
    carried_wh BIGINT NOT NULL CHECK (carried_wh BETWEEN 0 AND 999),
    user_id BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (bucket, month, account_id, installation_id, register, revision)
);
REVOKE UPDATE, DELETE, TRUNCATE ON reading_reading FROM PUBLIC;
CREATE TABLE reading_energy (
    bucket INTEGER NOT NULL,
    month INTEGER NOT NULL,
    account_id BIGINT NOT NULL,
    usage_point_id BIGINT NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('PENDING', 'APPROVED')),
    total_wh BIGINT NOT NULL CHECK (total_wh >= 0),
    sharp_wh BIGINT NOT NULL CHECK (sharp_wh >= 0),
    peak_wh BIGINT NOT NULL CHECK (peak_wh >= 0),
    flat_wh BIGINT NOT NULL CHECK (flat_wh >= 0),
    valley_wh BIGINT NOT NULL CHECK (valley_wh >= 0),
    reactive_varh BIGINT NOT NULL CHECK (reactive_varh >= 0),
    demand_w BIGINT NOT NULL CHECK (demand_w >= 0),
    is_tou INTEGER NOT NULL CHECK (is_tou IN (0, 1)),
    is_estimated INTEGER NOT NULL CHECK (is_estimated IN (0, 1)),
    days INTEGER NOT NULL CHECK (days >= 0),
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    evidence TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (bucket, month, account_id, usage_point_id),
    CHECK (is_tou = 0 OR total_wh = sharp_wh + peak_wh + flat_wh + valley_wh)
);
CREATE TABLE reading_exception (
    bucket INTEGER NOT NULL,
    month INTEGER NOT NULL,
    account_id BIGINT NOT NULL,
    usage_point_id BIGINT NOT NULL,
    code TEXT COLLATE "C" NOT NULL,
    arguments TEXT COLLATE "C" NOT NULL,
    organisation_path TEXT COLLATE "C" NOT NULL,
    route TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('OPEN', 'APPROVED')),
    raised_ms BIGINT NOT NULL,
    decided_by BIGINT,
    decided_ms BIGINT,
    PRIMARY KEY (bucket, month, account_id, usage_point_id, code)
);
CREATE INDEX reading_exception_open ON reading_exception (state, month, account_id, usage_point_id, code);
CREATE TABLE reading_progress (
    bucket INTEGER NOT NULL,
    month INTEGER NOT NULL,
    organisation_id BIGINT NOT NULL,
    route TEXT COLLATE "C" NOT NULL,
    approved BIGINT NOT NULL,
    pending BIGINT NOT NULL,
    PRIMARY KEY (bucket, month, organisation_id, route)
);
CREATE INDEX reading_progress_month ON reading_progress (month);

-- reading 2: losses of transformer and line beside the approved energy
ALTER TABLE reading_energy ADD COLUMN loss_wh BIGINT NOT NULL DEFAULT 0 CHECK (loss_wh >= 0);
ALTER TABLE reading_energy ADD COLUMN line_loss_wh BIGINT NOT NULL DEFAULT 0 CHECK (line_loss_wh >= 0);
ALTER TABLE reading_energy ADD COLUMN loss_varh BIGINT NOT NULL DEFAULT 0 CHECK (loss_varh >= 0);
ALTER TABLE reading_energy ADD COLUMN loss_policy INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reading_energy ADD COLUMN loss_waits INTEGER NOT NULL DEFAULT 0
CHECK (loss_waits IN (0, 1));
ALTER TABLE reading_energy ADD COLUMN loss_evidence TEXT NOT NULL DEFAULT '';

-- reading 3: energy before a day by frozen registers; deep valley and energy fed back
CREATE TABLE reading_frozen (
    bucket INTEGER NOT NULL,
    account_id BIGINT NOT NULL,
    day INTEGER NOT NULL,
    usage_point_id BIGINT NOT NULL,
    revision INTEGER NOT NULL CHECK (revision >= 1),
    first_day INTEGER NOT NULL,
    total_wh BIGINT NOT NULL CHECK (total_wh >= 0),
    sharp_wh BIGINT NOT NULL CHECK (sharp_wh >= 0),
    peak_wh BIGINT NOT NULL CHECK (peak_wh >= 0),
    flat_wh BIGINT NOT NULL CHECK (flat_wh >= 0),
    valley_wh BIGINT NOT NULL CHECK (valley_wh >= 0),
    reactive_varh BIGINT NOT NULL CHECK (reactive_varh >= 0),
    is_tou INTEGER NOT NULL CHECK (is_tou IN (0, 1)),
    evidence TEXT COLLATE "C" NOT NULL,
    user_id BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (bucket, account_id, day, usage_point_id, revision)
);
REVOKE UPDATE, DELETE, TRUNCATE ON reading_frozen FROM PUBLIC;
ALTER TABLE reading_energy ADD COLUMN deep_valley_wh BIGINT NOT NULL DEFAULT 0 CHECK (deep_valley_wh >= 0);
ALTER TABLE reading_energy ADD COLUMN fed_back TEXT NOT NULL DEFAULT '';
ALTER TABLE reading_frozen ADD COLUMN deep_valley_wh BIGINT NOT NULL DEFAULT 0 CHECK (deep_valley_wh >= 0);
ALTER TABLE reading_frozen ADD COLUMN fed_back TEXT NOT NULL DEFAULT '';

-- reading 4: what was found at meters, by code
CREATE TABLE reading_site_note (
    bucket INTEGER NOT NULL,
    month INTEGER NOT NULL,
    account_id BIGINT NOT NULL,
    version INTEGER NOT NULL,
    code TEXT COLLATE "C" NOT NULL,
    user_id BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (bucket, month, account_id, version)
);
REVOKE UPDATE, DELETE, TRUNCATE ON reading_site_note FROM PUBLIC;

-- reading 20: highest demand by price period beside the month's
ALTER TABLE reading_energy ADD COLUMN period_demand TEXT NOT NULL DEFAULT '';

-- billing 1: runs, their checks, bills and their lines
CREATE TABLE billing_run (
    bucket INTEGER NOT NULL,
    id BIGINT NOT NULL,
    month INTEGER NOT NULL,
    organisation_id BIGINT NOT NULL,
    organisation_path TEXT COLLATE "C" NOT NULL,
    release_job BIGINT,
    checked_by BIGINT,
    checked_at BIGINT,
    released_by BIGINT,
    due_day INTEGER,
    release_day INTEGER,
    created_by BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (bucket, id)
);
CREATE TABLE billing_chunk (
    bucket INTEGER NOT NULL,
    run_id BIGINT NOT NULL,
    number INTEGER NOT NULL,
    last_bucket INTEGER NOT NULL,
    bills INTEGER NOT NULL,
    energy_wh BIGINT NOT NULL,
    amount_fen BIGINT NOT NULL,
    digest BYTEA NOT NULL,
    PRIMARY KEY (bucket, run_id, number)
);
CREATE TABLE billing_exception (
    bucket INTEGER NOT NULL,
    run_id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    code TEXT COLLATE "C" NOT NULL,
    is_blocking INTEGER NOT NULL,
    organisation_id BIGINT NOT NULL,
    found BIGINT NOT NULL,
    expected BIGINT NOT NULL,
    PRIMARY KEY (bucket, run_id, account_id, code)
);
CREATE INDEX billing_exception_by_run ON billing_exception (run_id, is_blocking, code, account_id);
CREATE TABLE billing_bill (
    bucket INTEGER NOT NULL,
    month INTEGER NOT NULL,
    account_id BIGINT NOT NULL,
    sequence INTEGER NOT NULL,
    run_id BIGINT NOT NULL,
    organisation_id BIGINT NOT NULL,
    class INTEGER NOT NULL,
    tariff TEXT COLLATE "C" NOT NULL,
    tariff_from INTEGER NOT NULL,
    energy_wh BIGINT NOT NULL,
    amount_fen BIGINT NOT NULL,
    energy_fen BIGINT NOT NULL,
    basic_fen BIGINT NOT NULL,
    adjustment_fen BIGINT NOT NULL,
    funds_fen BIGINT NOT NULL,
    base_fen BIGINT NOT NULL,
    percent_ppm INTEGER NOT NULL,
    power_factor INTEGER NOT NULL,
    reactive_varh BIGINT NOT NULL,
    year_to_date_wh BIGINT NOT NULL,
    tier INTEGER NOT NULL,
    tier_months INTEGER NOT NULL,
    persons INTEGER NOT NULL,
    is_low_income INTEGER NOT NULL,
    capacity_va BIGINT NOT NULL,
    contract_demand_w BIGINT NOT NULL,
    demand_w BIGINT NOT NULL,
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    release_day INTEGER NOT NULL,
    due_day INTEGER NOT NULL,
    PRIMARY KEY (bucket, month, account_id, sequence)
);
REVOKE UPDATE, DELETE, TRUNCATE ON billing_bill FROM PUBLIC;
CREATE TABLE billing_line (
    bucket INTEGER NOT NULL,
    month INTEGER NOT NULL,
    account_id BIGINT NOT NULL,
    sequence INTEGER NOT NULL,
    line INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    period INTEGER NOT NULL,
    tier INTEGER NOT NULL,
    quantity BIGINT NOT NULL,
    unit_price BIGINT NOT NULL,
    factor_numerator INTEGER NOT NULL,
    factor_denominator INTEGER NOT NULL,
    amount_fen BIGINT NOT NULL,
    PRIMARY KEY (bucket, month, account_id, sequence, line)
);
REVOKE UPDATE, DELETE, TRUNCATE ON billing_line FROM PUBLIC;

-- billing 2: parameter values that a run was released with
CREATE TABLE billing_parameter (
    bucket INTEGER NOT NULL,
    run_id BIGINT NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    organisation_path TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    clause TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (bucket, run_id, key, organisation_path)
);
REVOKE UPDATE, DELETE, TRUNCATE ON billing_parameter FROM PUBLIC;

-- billing 3: runs that are cancelled, months that are held while a run is laid
CREATE TABLE billing_month (
    month INTEGER NOT NULL PRIMARY KEY,
    held_at BIGINT NOT NULL
);
ALTER TABLE billing_run ADD COLUMN cancelled_at BIGINT;
ALTER TABLE billing_run ADD COLUMN cancelled_by BIGINT;

-- billing 4: released bills that were taken back
CREATE TABLE billing_taken_back (
    bucket INTEGER NOT NULL,
    month INTEGER NOT NULL,
    account_id BIGINT NOT NULL,
    sequence INTEGER NOT NULL,
    run_id BIGINT NOT NULL,
    entry_id BIGINT,
    energy_wh BIGINT NOT NULL,
    amount_fen BIGINT NOT NULL,
    reason_code TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    by_id BIGINT NOT NULL,
    by_name TEXT COLLATE "C" NOT NULL,
    approved_by_id BIGINT,
    approved_by_name TEXT COLLATE "C",
    day INTEGER NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (bucket, month, account_id, sequence)
);
CREATE INDEX billing_taken_back_by_run ON billing_taken_back (run_id);
REVOKE UPDATE, DELETE, TRUNCATE ON billing_taken_back FROM PUBLIC;
CREATE TABLE billing_take_back_order (
    bucket INTEGER NOT NULL,
    by_id BIGINT NOT NULL,
    request_key TEXT COLLATE "C" NOT NULL,
    input TEXT COLLATE "C" NOT NULL,
    result TEXT COLLATE "C" NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (bucket, by_id, request_key)
);
REVOKE UPDATE, DELETE, TRUNCATE ON billing_take_back_order FROM PUBLIC;

-- billing 5: states of equipment and losses that a bill was made of
CREATE TABLE billing_basis (
    bucket INTEGER NOT NULL,
    month INTEGER NOT NULL,
    account_id BIGINT NOT NULL,
    sequence INTEGER NOT NULL,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('CAPACITY', 'LOSS')),
    number INTEGER NOT NULL,
    data TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (bucket, month, account_id, sequence, kind, number)
);
REVOKE UPDATE, DELETE, TRUNCATE ON billing_basis FROM PUBLIC;

-- billing 6: rehearsals of tariff drafts
CREATE TABLE billing_rehearsal (
    bucket INTEGER NOT NULL,
    id BIGINT NOT NULL,
    draft_id BIGINT NOT NULL,
    code TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL,
    content TEXT COLLATE "C" NOT NULL,
    first_month INTEGER NOT NULL,
    last_month INTEGER NOT NULL,
    organisation_path TEXT COLLATE "C" NOT NULL,
    units INTEGER NOT NULL,
    units_done INTEGER NOT NULL,
    accounts BIGINT NOT NULL,
    bills BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    energy_wh BIGINT NOT NULL,
    before_fen BIGINT NOT NULL,
    after_fen BIGINT NOT NULL,
    created_by BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    finished_at BIGINT,
    PRIMARY KEY (bucket, id)
);
CREATE INDEX billing_rehearsal_by_draft ON billing_rehearsal (draft_id, id);
CREATE TABLE billing_rehearsal_account (
    bucket INTEGER NOT NULL,
    rehearsal_id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    organisation_id BIGINT NOT NULL,
    class INTEGER NOT NULL,
    months INTEGER NOT NULL,
    energy_wh BIGINT NOT NULL,
    before_fen BIGINT NOT NULL,
    after_fen BIGINT NOT NULL,
    PRIMARY KEY (bucket, rehearsal_id, account_id)
);
CREATE INDEX billing_rehearsal_account_of ON billing_rehearsal_account (rehearsal_id);

-- billing 7: parts of divided bills, and what a bill hands on to the next
CREATE TABLE billing_detail (
    bucket INTEGER NOT NULL,
    month INTEGER NOT NULL,
    account_id BIGINT NOT NULL,
    sequence INTEGER NOT NULL,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('PARTS', 'STATE')),
    data TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (bucket, month, account_id, sequence, kind)
);
REVOKE UPDATE, DELETE, TRUNCATE ON billing_detail FROM PUBLIC;

-- billing 8: transformer areas of rehearsed accounts
ALTER TABLE billing_rehearsal_account ADD COLUMN node_id BIGINT;

-- billing 20: months of rehearsed accounts
ALTER TABLE billing_rehearsal_account ADD COLUMN month_bits BIGINT;

-- payment 1: payments and their idempotency keys
CREATE TABLE payment_payment (
    bucket INTEGER NOT NULL,
    account_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    channel TEXT COLLATE "C" NOT NULL CHECK (channel IN ('COUNTER_CASH')),
    amount_fen BIGINT NOT NULL CHECK (amount_fen > 0),
    tendered_fen BIGINT NOT NULL,
    clerk_id BIGINT NOT NULL,
    clerk_name TEXT COLLATE "C" NOT NULL,
    consumer_no TEXT COLLATE "C" NOT NULL,
    account_name TEXT COLLATE "C" NOT NULL,
    address TEXT COLLATE "C" NOT NULL,
    organisation_id BIGINT NOT NULL,
    organisation_path TEXT COLLATE "C" NOT NULL,
    day INTEGER NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (bucket, account_id, id),
    CHECK (tendered_fen >= amount_fen)
);
CREATE INDEX payment_payment_by_day ON payment_payment (day, id);
REVOKE UPDATE, DELETE, TRUNCATE ON payment_payment FROM PUBLIC;
CREATE TABLE payment_key (
    bucket INTEGER NOT NULL,
    account_id BIGINT NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    input TEXT COLLATE "C" NOT NULL,
    payment_id BIGINT NOT NULL,
    PRIMARY KEY (bucket, account_id, key)
);
REVOKE UPDATE, DELETE, TRUNCATE ON payment_key FROM PUBLIC;

-- payment 2: receipts by their number
CREATE INDEX payment_payment_by_number ON payment_payment (id);

-- payment 3: which station took a payment for another's account
ALTER TABLE payment_payment ADD COLUMN taken_id BIGINT;
ALTER TABLE payment_payment ADD COLUMN taken_path TEXT;

-- payment 4: payments that were taken back
CREATE TABLE payment_reversal (
    bucket INTEGER NOT NULL,
    account_id BIGINT NOT NULL,
    payment_id BIGINT NOT NULL,
    entry_id BIGINT NOT NULL,
    amount_fen BIGINT NOT NULL CHECK (amount_fen > 0),
    reason_code TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    by_id BIGINT NOT NULL,
    by_name TEXT COLLATE "C" NOT NULL,
    approved_by_id BIGINT,
    approved_by_name TEXT COLLATE "C",
    clerk_id BIGINT NOT NULL,
    path TEXT COLLATE "C" NOT NULL,
    day INTEGER NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (bucket, account_id, payment_id)
);
CREATE INDEX payment_reversal_by_day ON payment_reversal (day);
REVOKE UPDATE, DELETE, TRUNCATE ON payment_reversal FROM PUBLIC;

-- reports 1: the board's figures at the end of each day
CREATE TABLE reports_day (
    bucket INTEGER NOT NULL,
    organisation_id BIGINT NOT NULL,
    day INTEGER NOT NULL,
    expected BIGINT,
    read_count BIGINT,
    pending BIGINT,
    released_bills BIGINT NOT NULL,
    released_fen BIGINT NOT NULL,
    payments_day BIGINT NOT NULL,
    collected_day_fen BIGINT NOT NULL,
    payments_month BIGINT NOT NULL,
    collected_month_fen BIGINT NOT NULL,
    outstanding_fen BIGINT NOT NULL,
    taken_at BIGINT NOT NULL,
    PRIMARY KEY (bucket, organisation_id, day)
);
REVOKE UPDATE, DELETE, TRUNCATE ON reports_day FROM PUBLIC;
