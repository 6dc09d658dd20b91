-- control 1: organisations, people, sessions, audit, events, jobs, parameters
CREATE TABLE control_organisation (
    id INTEGER NOT NULL PRIMARY KEY,
    parent_id INTEGER,
    path TEXT NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('COMPANY', 'DEPARTMENT', 'STATION', 'HALL'))
) STRICT, WITHOUT ROWID;
CREATE TABLE control_parameter (
    key TEXT NOT NULL,
    organisation_path TEXT NOT NULL,
    effective_from INTEGER NOT NULL,
    value TEXT NOT NULL,
    clause TEXT NOT NULL,
    set_by INTEGER NOT NULL,
    set_at INTEGER NOT NULL,
    PRIMARY KEY (key, organisation_path, effective_from)
) STRICT, WITHOUT ROWID;
CREATE TABLE control_role (
    code TEXT NOT NULL PRIMARY KEY,
    needs_second_factor INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE control_role_permission (
    role TEXT NOT NULL,
    permission TEXT NOT NULL,
    PRIMARY KEY (role, permission)
) STRICT, WITHOUT ROWID;
CREATE TABLE control_name (
    bucket INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    owner_id INTEGER NOT NULL,
    PRIMARY KEY (bucket, kind, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE control_user (
    bucket INTEGER NOT NULL,
    id INTEGER NOT NULL,
    login TEXT NOT NULL,
    name TEXT NOT NULL,
    organisation_id INTEGER NOT NULL,
    password_hash TEXT NOT NULL,
    second_factor BLOB,
    last_step INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('ACTIVE', 'DISABLED')),
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (bucket, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE control_user_role (
    bucket INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY (bucket, user_id, role)
) STRICT, WITHOUT ROWID;
CREATE TABLE control_session (
    bucket INTEGER NOT NULL,
    token_hash BLOB NOT NULL,
    user_id INTEGER NOT NULL,
    csrf TEXT NOT NULL,
    address TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at INTEGER,
    PRIMARY KEY (bucket, token_hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE control_sign_in_failure (
    bucket INTEGER NOT NULL,
    subject TEXT NOT NULL,
    failures INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    locked_until INTEGER NOT NULL,
    PRIMARY KEY (bucket, subject)
) STRICT, WITHOUT ROWID;
CREATE TABLE control_audit (
    bucket INTEGER NOT NULL,
    day INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    at INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    organisation_id INTEGER NOT NULL,
    address TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    before_values TEXT,
    after_values TEXT,
    hash BLOB NOT NULL,
    PRIMARY KEY (bucket, day, sequence)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER control_audit_no_update BEFORE UPDATE ON control_audit
BEGIN SELECT RAISE(ABORT, 'control_audit is append only'); END;
CREATE TRIGGER control_audit_no_delete BEFORE DELETE ON control_audit
BEGIN SELECT RAISE(ABORT, 'control_audit is append only'); END;
CREATE TABLE control_audit_head (
    bucket INTEGER NOT NULL,
    day INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (bucket, day)
) STRICT, WITHOUT ROWID;
CREATE TABLE control_audit_root (
    day INTEGER NOT NULL PRIMARY KEY,
    root BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER control_audit_root_no_update BEFORE UPDATE ON control_audit_root
BEGIN SELECT RAISE(ABORT, 'control_audit_root is append only'); END;
CREATE TRIGGER control_audit_root_no_delete BEFORE DELETE ON control_audit_root
BEGIN SELECT RAISE(ABORT, 'control_audit_root is append only'); END;
CREATE TABLE control_event (
    bucket INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    id INTEGER NOT NULL,
    topic TEXT NOT NULL,
    organisation_path TEXT NOT NULL,
    payload TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (bucket, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX control_event_by_id ON control_event (id);
CREATE TRIGGER control_event_no_update BEFORE UPDATE ON control_event
BEGIN SELECT RAISE(ABORT, 'control_event is append only'); END;
CREATE TRIGGER control_event_no_delete BEFORE DELETE ON control_event
BEGIN SELECT RAISE(ABORT, 'control_event is append only'); END;
CREATE TABLE control_event_head (
    bucket INTEGER NOT NULL PRIMARY KEY,
    sequence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE control_cursor (
    bucket INTEGER NOT NULL,
    consumer TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (bucket, consumer)
) STRICT, WITHOUT ROWID;
CREATE TABLE control_job (
    bucket INTEGER NOT NULL,
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    organisation_id INTEGER NOT NULL,
    organisation_path TEXT NOT NULL,
    input TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('WAITING', 'RUNNING', 'DONE', 'FAILED')),
    units INTEGER NOT NULL,
    started_by INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    started_at INTEGER,
    finished_at INTEGER,
    fault TEXT,
    PRIMARY KEY (bucket, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE control_job_unit (
    bucket INTEGER NOT NULL,
    job_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    last_bucket INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('WAITING', 'DONE')),
    result TEXT,
    finished_at INTEGER,
    PRIMARY KEY (bucket, job_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX control_job_unit_by_job ON control_job_unit (job_id, number);

-- control 2: proposals that wait for a second person, and what was decided on them
CREATE TABLE control_proposal (
    bucket INTEGER NOT NULL,
    id INTEGER NOT NULL,
    command TEXT NOT NULL,
    input TEXT NOT NULL,
    picture TEXT NOT NULL,
    hash BLOB NOT NULL,
    organisation_path TEXT NOT NULL,
    permission TEXT NOT NULL,
    reason TEXT NOT NULL,
    proposer_id INTEGER NOT NULL,
    proposer_name TEXT NOT NULL,
    proposed_at INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    PRIMARY KEY (bucket, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX control_proposal_by_last_day ON control_proposal (last_day);
CREATE TRIGGER control_proposal_no_update BEFORE UPDATE ON control_proposal
BEGIN SELECT RAISE(ABORT, 'control_proposal is append only'); END;
CREATE TRIGGER control_proposal_no_delete BEFORE DELETE ON control_proposal
BEGIN SELECT RAISE(ABORT, 'control_proposal is append only'); END;
CREATE TABLE control_decision (
    bucket INTEGER NOT NULL,
    proposal_id INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('APPROVED', 'REJECTED', 'WITHDRAWN', 'STALE')),
    hash BLOB NOT NULL,
    reason TEXT NOT NULL,
    result TEXT,
    found TEXT,
    decider_id INTEGER NOT NULL,
    decider_name TEXT NOT NULL,
    decided_at INTEGER NOT NULL,
    PRIMARY KEY (bucket, proposal_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER control_decision_no_update BEFORE UPDATE ON control_decision
BEGIN SELECT RAISE(ABORT, 'control_decision is append only'); END;
CREATE TRIGGER control_decision_no_delete BEFORE DELETE ON control_decision
BEGIN SELECT RAISE(ABORT, 'control_decision is append only'); END;

-- control 3: positions, own roles, duty conflicts, duties done, leave cover, one-time passwords
CREATE TABLE control_position (
    id INTEGER NOT NULL PRIMARY KEY,
    organisation_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    role TEXT,
    UNIQUE (organisation_id, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE control_role_standard (
    role TEXT NOT NULL,
    permission TEXT NOT NULL,
    PRIMARY KEY (role, permission)
) STRICT, WITHOUT ROWID;
CREATE TABLE control_duty_conflict (
    kind TEXT NOT NULL CHECK (kind IN ('PERSON', 'MATTER')),
    one TEXT NOT NULL,
    other TEXT NOT NULL,
    allowed_by TEXT,
    clause TEXT NOT NULL,
    PRIMARY KEY (kind, one, other),
    CHECK (one < other)
) STRICT, WITHOUT ROWID;
CREATE TABLE control_duty (
    bucket INTEGER NOT NULL,
    subject TEXT NOT NULL,
    duty TEXT NOT NULL,
    user_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (bucket, subject, duty, user_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER control_duty_no_update BEFORE UPDATE ON control_duty
BEGIN SELECT RAISE(ABORT, 'control_duty is append only'); END;
CREATE TRIGGER control_duty_no_delete BEFORE DELETE ON control_duty
BEGIN SELECT RAISE(ABORT, 'control_duty is append only'); END;
CREATE TABLE control_cover (
    bucket INTEGER NOT NULL,
    absent_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    covering_id INTEGER NOT NULL,
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    reason TEXT NOT NULL,
    approved_by INTEGER NOT NULL,
    approved_at INTEGER NOT NULL,
    ended_at INTEGER,
    PRIMARY KEY (bucket, absent_id, id),
    CHECK (first_day <= last_day),
    CHECK (absent_id <> covering_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX control_cover_by_covering ON control_cover (covering_id, last_day);
ALTER TABLE control_role ADD COLUMN name TEXT;
ALTER TABLE control_role ADD COLUMN organisation_path TEXT NOT NULL DEFAULT '/';
ALTER TABLE control_user ADD COLUMN position_id INTEGER;
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
    clause TEXT NOT NULL CHECK (clause <> ''),
    set_by INTEGER NOT NULL,
    set_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE control_calendar_year (
    year INTEGER NOT NULL PRIMARY KEY,
    notice TEXT NOT NULL,
    clause TEXT NOT NULL CHECK (clause <> ''),
    set_by INTEGER NOT NULL,
    set_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER control_calendar_year_no_update BEFORE UPDATE ON control_calendar_year
BEGIN SELECT RAISE(ABORT, 'control_calendar_year is append only'); END;
CREATE TRIGGER control_calendar_year_no_delete BEFORE DELETE ON control_calendar_year
BEGIN SELECT RAISE(ABORT, 'control_calendar_year is append only'); END;
CREATE TABLE control_workflow (
    key TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    definition TEXT NOT NULL,
    published_by INTEGER NOT NULL,
    published_at INTEGER NOT NULL,
    PRIMARY KEY (key, version)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER control_workflow_no_update BEFORE UPDATE ON control_workflow
BEGIN SELECT RAISE(ABORT, 'control_workflow is append only'); END;
CREATE TRIGGER control_workflow_no_delete BEFORE DELETE ON control_workflow
BEGIN SELECT RAISE(ABORT, 'control_workflow is append only'); END;
CREATE TABLE control_case (
    bucket INTEGER NOT NULL,
    id INTEGER NOT NULL,
    workflow TEXT NOT NULL,
    workflow_version INTEGER NOT NULL,
    title TEXT NOT NULL,
    subject TEXT NOT NULL,
    origin_path TEXT NOT NULL,
    place_path TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('RUNNING', 'SUSPENDED', 'DONE', 'WITHDRAWN')),
    step TEXT NOT NULL,
    step_number INTEGER NOT NULL,
    step_path TEXT NOT NULL,
    permission TEXT NOT NULL,
    assignee_id INTEGER,
    version INTEGER NOT NULL,
    started_by INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    finished_at INTEGER,
    CHECK ((finished_at IS NULL) = (state IN ('RUNNING', 'SUSPENDED'))),
    PRIMARY KEY (bucket, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX control_case_by_assignee ON control_case (assignee_id, state);
CREATE INDEX control_case_by_state ON control_case (state, id);
CREATE TABLE control_case_step (
    bucket INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    step TEXT NOT NULL,
    entered_at INTEGER NOT NULL,
    clock_unit TEXT CHECK (clock_unit IN ('WORKING_DAYS', 'CALENDAR_DAYS', 'HOURS')),
    clock_limit INTEGER,
    clause TEXT,
    basis TEXT CHECK (basis IN ('STATUTORY', 'COMPANY')),
    ended_at INTEGER,
    ended_by INTEGER,
    outcome TEXT CHECK (outcome IN ('COMPLETED', 'RETURNED', 'WITHDRAWN')),
    form TEXT NOT NULL,
    CHECK ((clock_unit IS NULL) = (clock_limit IS NULL)),
    PRIMARY KEY (bucket, case_id, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE control_case_stop (
    bucket INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    step_number INTEGER NOT NULL,
    from_at INTEGER NOT NULL,
    until_at INTEGER,
    reason TEXT NOT NULL,
    PRIMARY KEY (bucket, case_id, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE control_case_trail (
    bucket INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    action TEXT NOT NULL,
    step TEXT NOT NULL,
    to_step TEXT,
    other_user_id INTEGER,
    note TEXT NOT NULL,
    PRIMARY KEY (bucket, case_id, number)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER control_case_trail_no_update BEFORE UPDATE ON control_case_trail
BEGIN SELECT RAISE(ABORT, 'control_case_trail is append only'); END;
CREATE TRIGGER control_case_trail_no_delete BEFORE DELETE ON control_case_trail
BEGIN SELECT RAISE(ABORT, 'control_case_trail is append only'); END;
CREATE TABLE control_leave (
    bucket INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    cover_id INTEGER NOT NULL,
    from_day INTEGER NOT NULL,
    until_day INTEGER NOT NULL,
    reason TEXT NOT NULL,
    set_by INTEGER NOT NULL,
    set_at INTEGER NOT NULL,
    CHECK (until_day >= from_day),
    PRIMARY KEY (bucket, user_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX control_leave_by_cover ON control_leave (cover_id, until_day);

-- control 5: billing months opened and closed, code tables, who approved a parameter
CREATE TABLE control_month (
    organisation_id INTEGER NOT NULL,
    organisation_path TEXT NOT NULL,
    month INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('OPEN', 'CLOSED')),
    set_by INTEGER NOT NULL,
    set_at INTEGER NOT NULL,
    PRIMARY KEY (organisation_id, month)
) STRICT, WITHOUT ROWID;
CREATE INDEX control_month_closed ON control_month (state, month);
CREATE TABLE control_month_step (
    organisation_id INTEGER NOT NULL,
    month INTEGER NOT NULL,
    number INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('OPEN', 'CLOSED')),
    reason TEXT NOT NULL,
    set_by INTEGER NOT NULL,
    set_at INTEGER NOT NULL,
    PRIMARY KEY (organisation_id, month, number)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER control_month_step_no_update BEFORE UPDATE ON control_month_step
BEGIN SELECT RAISE(ABORT, 'control_month_step is append only'); END;
CREATE TRIGGER control_month_step_no_delete BEFORE DELETE ON control_month_step
BEGIN SELECT RAISE(ABORT, 'control_month_step is append only'); END;
CREATE TABLE control_month_carry (
    organisation_id INTEGER NOT NULL,
    month INTEGER NOT NULL,
    item TEXT NOT NULL,
    number INTEGER NOT NULL,
    carrier_id INTEGER NOT NULL,
    reason TEXT NOT NULL,
    set_by INTEGER NOT NULL,
    set_at INTEGER NOT NULL,
    PRIMARY KEY (organisation_id, month, item, number)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER control_month_carry_no_update BEFORE UPDATE ON control_month_carry
BEGIN SELECT RAISE(ABORT, 'control_month_carry is append only'); END;
CREATE TRIGGER control_month_carry_no_delete BEFORE DELETE ON control_month_carry
BEGIN SELECT RAISE(ABORT, 'control_month_carry is append only'); END;
CREATE TABLE control_code (
    list TEXT NOT NULL,
    code TEXT NOT NULL,
    valid_from INTEGER NOT NULL,
    valid_until INTEGER,
    zh TEXT NOT NULL,
    en TEXT NOT NULL,
    position INTEGER NOT NULL,
    clause TEXT NOT NULL,
    set_by INTEGER NOT NULL,
    set_at INTEGER NOT NULL,
    PRIMARY KEY (list, code, valid_from)
) STRICT, WITHOUT ROWID;
ALTER TABLE control_parameter ADD COLUMN approved_by INTEGER;

-- control 6: password age and history, recovery codes, machines' tokens, searching the audit log
CREATE TABLE control_password_history (
    bucket INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    set_at INTEGER NOT NULL,
    password_hash TEXT NOT NULL,
    PRIMARY KEY (bucket, user_id, set_at)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER control_password_history_no_update BEFORE UPDATE ON control_password_history
BEGIN SELECT RAISE(ABORT, 'control_password_history is append only'); END;
CREATE TRIGGER control_password_history_no_delete BEFORE DELETE ON control_password_history
BEGIN SELECT RAISE(ABORT, 'control_password_history is append only'); END;
CREATE TABLE control_recovery_code (
    bucket INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    code_digest BLOB NOT NULL,
    used_at INTEGER,
    PRIMARY KEY (bucket, user_id, code_digest)
) STRICT, WITHOUT ROWID;
CREATE TABLE control_token (
    bucket INTEGER NOT NULL,
    token_hash BLOB NOT NULL,
    id INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('MACHINE', 'BOARD')),
    name TEXT NOT NULL,
    organisation_id INTEGER NOT NULL,
    permissions TEXT NOT NULL,
    each_minute INTEGER NOT NULL,
    issued_by INTEGER NOT NULL,
    issued_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER,
    used_at INTEGER,
    used_from TEXT,
    PRIMARY KEY (bucket, token_hash)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX control_token_by_id ON control_token (id);
ALTER TABLE control_user ADD COLUMN password_set_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE control_user ADD COLUMN must_change INTEGER NOT NULL DEFAULT 0;
ALTER TABLE control_session ADD COLUMN duty TEXT NOT NULL DEFAULT '';
ALTER TABLE control_session ADD COLUMN idle_ms INTEGER NOT NULL DEFAULT 900000;
CREATE INDEX control_session_by_user ON control_session (user_id);
CREATE INDEX control_audit_by_time ON control_audit (at);

-- control 7: messages, their proof, wishes about contact; webhooks
CREATE TABLE control_message (
    bucket INTEGER NOT NULL,
    id INTEGER NOT NULL,
    organisation_id INTEGER NOT NULL,
    organisation_path TEXT NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('SMS', 'EMAIL', 'LETTER', 'CALL')),
    recipient BLOB NOT NULL,
    recipient_digest BLOB NOT NULL,
    masked TEXT NOT NULL,
    template TEXT NOT NULL,
    is_statutory INTEGER NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    about TEXT NOT NULL,
    parts INTEGER NOT NULL,
    created_by INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (bucket, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX control_message_by_about ON control_message (about);
CREATE TRIGGER control_message_no_update BEFORE UPDATE ON control_message
BEGIN SELECT RAISE(ABORT, 'control_message is append only'); END;
CREATE TRIGGER control_message_no_delete BEFORE DELETE ON control_message
BEGIN SELECT RAISE(ABORT, 'control_message is append only'); END;
CREATE TABLE control_message_state (
    bucket INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    organisation_path TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('WAITING', 'SENT', 'DELIVERED', 'FAILED', 'DEAD')),
    attempts INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    PRIMARY KEY (bucket, message_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX control_message_state_due ON control_message_state (state, next_at);
CREATE TABLE control_message_proof (
    bucket INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    carrier TEXT NOT NULL,
    outcome TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (bucket, message_id, id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER control_message_proof_no_update BEFORE UPDATE ON control_message_proof
BEGIN SELECT RAISE(ABORT, 'control_message_proof is append only'); END;
CREATE TRIGGER control_message_proof_no_delete BEFORE DELETE ON control_message_proof
BEGIN SELECT RAISE(ABORT, 'control_message_proof is append only'); END;
CREATE TABLE control_contact_wish (
    bucket INTEGER NOT NULL,
    recipient_digest BLOB NOT NULL,
    channel TEXT NOT NULL,
    masked TEXT NOT NULL,
    is_out INTEGER NOT NULL,
    quiet_from INTEGER,
    quiet_until INTEGER,
    set_by INTEGER NOT NULL,
    set_at INTEGER NOT NULL,
    PRIMARY KEY (bucket, recipient_digest, channel)
) STRICT, WITHOUT ROWID;
CREATE TABLE control_message_template (
    key TEXT NOT NULL,
    language TEXT NOT NULL,
    version INTEGER NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    set_by INTEGER NOT NULL,
    set_at INTEGER NOT NULL,
    PRIMARY KEY (key, language, version)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER control_message_template_no_update BEFORE UPDATE ON control_message_template
BEGIN SELECT RAISE(ABORT, 'control_message_template is append only'); END;
CREATE TRIGGER control_message_template_no_delete BEFORE DELETE ON control_message_template
BEGIN SELECT RAISE(ABORT, 'control_message_template is append only'); END;
CREATE TABLE control_webhook (
    id INTEGER NOT NULL PRIMARY KEY,
    organisation_id INTEGER NOT NULL,
    organisation_path TEXT NOT NULL,
    url TEXT NOT NULL,
    secret BLOB NOT NULL,
    topics TEXT NOT NULL,
    is_on INTEGER NOT NULL,
    hears_from INTEGER NOT NULL,
    created_by INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE control_webhook_delivery (
    bucket INTEGER NOT NULL,
    webhook_id INTEGER NOT NULL,
    event_id INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('WAITING', 'DONE', 'DEAD')),
    attempts INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (bucket, webhook_id, event_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX control_webhook_delivery_due ON control_webhook_delivery (state, next_at);

-- control 8: jobs that pause and end at a wish, schedules, the crash drill
CREATE TABLE control_schedule (
    key TEXT NOT NULL PRIMARY KEY,
    is_on INTEGER NOT NULL,
    set_by INTEGER NOT NULL,
    set_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE control_schedule_run (
    key TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    finished_at INTEGER,
    outcome TEXT,
    fault TEXT,
    PRIMARY KEY (key, due_at)
) STRICT, WITHOUT ROWID;
CREATE TABLE control_drill (
    bucket INTEGER NOT NULL,
    job_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    mark INTEGER NOT NULL,
    PRIMARY KEY (bucket, job_id, number, mark)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER control_drill_no_update BEFORE UPDATE ON control_drill
BEGIN SELECT RAISE(ABORT, 'control_drill is append only'); END;
CREATE TRIGGER control_drill_no_delete BEFORE DELETE ON control_drill
BEGIN SELECT RAISE(ABORT, 'control_drill is append only'); END;
ALTER TABLE control_job ADD COLUMN wish TEXT NOT NULL DEFAULT 'RUN' CHECK (wish IN ('RUN', 'PAUSE', 'CANCEL'));

-- control 9: idempotency keys of cases; one table of leave cover
CREATE TABLE control_case_key (
    bucket INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    key TEXT NOT NULL,
    input TEXT NOT NULL,
    case_id INTEGER NOT NULL,
    PRIMARY KEY (bucket, user_id, key)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER control_case_key_no_update BEFORE UPDATE ON control_case_key
BEGIN SELECT RAISE(ABORT, 'control_case_key is append only'); END;
CREATE TRIGGER control_case_key_no_delete BEFORE DELETE ON control_case_key
BEGIN SELECT RAISE(ABORT, 'control_case_key is append only'); END;
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
    subject TEXT NOT NULL,
    challenge_hash BLOB NOT NULL,
    code_digest BLOB NOT NULL,
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    used_at INTEGER,
    PRIMARY KEY (bucket, subject)
) STRICT, WITHOUT ROWID;
CREATE TABLE control_customer_count (
    bucket INTEGER NOT NULL,
    subject TEXT NOT NULL,
    since INTEGER NOT NULL,
    codes INTEGER NOT NULL,
    PRIMARY KEY (bucket, subject)
) STRICT, WITHOUT ROWID;
CREATE TABLE control_customer_session (
    bucket INTEGER NOT NULL,
    token_hash BLOB NOT NULL,
    customer_id INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    csrf TEXT NOT NULL,
    address TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    idle_ms INTEGER NOT NULL,
    ended_at INTEGER,
    PRIMARY KEY (bucket, token_hash)
) STRICT, WITHOUT ROWID;

-- control 11: entries from the field and their answers
CREATE TABLE control_field_entry (
    bucket INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    entry_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    task TEXT NOT NULL,
    form TEXT NOT NULL,
    version TEXT NOT NULL,
    digest BLOB NOT NULL,
    entered_at INTEGER NOT NULL,
    taken_at INTEGER NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('ACCEPTED', 'REFUSED', 'CONFLICT')),
    reason TEXT,
    PRIMARY KEY (bucket, user_id, entry_key)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER control_field_entry_no_update BEFORE UPDATE ON control_field_entry
BEGIN SELECT RAISE(ABORT, 'control_field_entry is append only'); END;
CREATE TRIGGER control_field_entry_no_delete BEFORE DELETE ON control_field_entry
BEGIN SELECT RAISE(ABORT, 'control_field_entry is append only'); END;

-- control 13: an organisation's own rules of separation
CREATE TABLE control_own_conflict (
    id INTEGER NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('PERSON', 'MATTER')),
    one TEXT NOT NULL,
    other TEXT NOT NULL,
    organisation_path TEXT NOT NULL,
    clause TEXT NOT NULL,
    added_by INTEGER NOT NULL,
    added_at INTEGER NOT NULL,
    ended_by INTEGER,
    ended_at INTEGER,
    CHECK (one < other)
) STRICT, WITHOUT ROWID;

-- control 14: whom a notice was written to; language and kinds of a person's wishes
CREATE TABLE control_notice_recipient (
    bucket INTEGER NOT NULL,
    notice_id INTEGER NOT NULL,
    recipient_digest BLOB NOT NULL,
    account_id INTEGER NOT NULL,
    PRIMARY KEY (bucket, notice_id, recipient_digest)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER control_notice_recipient_no_update BEFORE UPDATE ON control_notice_recipient
BEGIN SELECT RAISE(ABORT, 'control_notice_recipient is append only'); END;
CREATE TRIGGER control_notice_recipient_no_delete BEFORE DELETE ON control_notice_recipient
BEGIN SELECT RAISE(ABORT, 'control_notice_recipient is append only'); END;
ALTER TABLE control_contact_wish ADD COLUMN language TEXT;
ALTER TABLE control_contact_wish ADD COLUMN out_kinds TEXT NOT NULL DEFAULT '';

-- control 15: own roles that were retired keep their names
ALTER TABLE control_role ADD COLUMN retired_at INTEGER;

-- control 16: the heads of a day's chains by the day
CREATE INDEX control_audit_head_by_day ON control_audit_head (day, bucket);

-- control 17: codes that carry a meaning
ALTER TABLE control_code ADD COLUMN means TEXT;

-- control 20: tokens agreed on and not yet fetched, approvers' roles without a second factor, who keeps receipts
CREATE TABLE control_token_grant (
    bucket INTEGER NOT NULL,
    id INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('MACHINE', 'BOARD')),
    name TEXT NOT NULL,
    organisation_id INTEGER NOT NULL,
    permissions TEXT NOT NULL,
    each_minute INTEGER NOT NULL,
    days INTEGER NOT NULL,
    asked_by INTEGER NOT NULL,
    agreed_by INTEGER NOT NULL,
    agreed_at INTEGER NOT NULL,
    fetched_at INTEGER,
    PRIMARY KEY (bucket, id)
) STRICT, WITHOUT ROWID;
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
    key TEXT NOT NULL,
    organisation_path TEXT NOT NULL,
    effective_from INTEGER NOT NULL,
    sequence INTEGER NOT NULL CHECK (sequence >= 1),
    value TEXT NOT NULL,
    clause TEXT NOT NULL,
    set_by INTEGER NOT NULL,
    set_at INTEGER NOT NULL,
    approved_by INTEGER,
    PRIMARY KEY (key, organisation_path, effective_from, sequence)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER control_parameter_value_no_update BEFORE UPDATE ON control_parameter_value
BEGIN SELECT RAISE(ABORT, 'control_parameter_value is append only'); END;
CREATE TRIGGER control_parameter_value_no_delete BEFORE DELETE ON control_parameter_value
BEGIN SELECT RAISE(ABORT, 'control_parameter_value is append only'); END;
INSERT INTO control_parameter_value (key, organisation_path, effective_from, sequence, value, clause, set_by,
  set_at, approved_by)
SELECT key, organisation_path, effective_from, 1, value, clause, set_by, set_at, approved_by
FROM control_parameter;
DROP TABLE control_parameter;

-- control 90: the node numbers that processes claim for their ids
CREATE TABLE control_node (
    node INTEGER NOT NULL PRIMARY KEY CHECK (node BETWEEN 1 AND 1021),
    epoch INTEGER NOT NULL,
    latest_at INTEGER NOT NULL,
    ceiling_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- control 91: the ids of machines' tokens are found by an index that is not unique
DROP INDEX control_token_by_id;
CREATE INDEX control_token_by_id ON control_token (id);

-- control 92: rows that a transaction holds for what no row of its own stands for
CREATE TABLE control_lock (
    name TEXT NOT NULL,
    slot INTEGER NOT NULL,
    PRIMARY KEY (name, slot)
) STRICT, WITHOUT ROWID;
INSERT INTO control_lock (name, slot)
VALUES ('months', 0), ('months', 1), ('months', 2), ('months', 3), ('months', 4), ('months', 5),
    ('months', 6), ('months', 7), ('months', 8), ('months', 9), ('months', 10), ('months', 11),
    ('months', 12), ('months', 13), ('months', 14), ('months', 15);

-- control 40: rows of imported files that wait to be written
CREATE TABLE control_import_part (
    bucket INTEGER NOT NULL,
    job_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    content_sealed BLOB NOT NULL,
    PRIMARY KEY (bucket, job_id, number)
) STRICT, WITHOUT ROWID;

-- control 25: when a work order is due, what was told of clocks and proposals, signs of life of schedules
CREATE TABLE control_proposal_told (
    bucket INTEGER NOT NULL,
    proposal_id INTEGER NOT NULL,
    told_at INTEGER NOT NULL,
    PRIMARY KEY (bucket, proposal_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER control_proposal_told_no_update BEFORE UPDATE ON control_proposal_told
BEGIN SELECT RAISE(ABORT, 'control_proposal_told is append only'); END;
CREATE TRIGGER control_proposal_told_no_delete BEFORE DELETE ON control_proposal_told
BEGIN SELECT RAISE(ABORT, 'control_proposal_told is append only'); END;
ALTER TABLE control_case ADD COLUMN due_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE control_case ADD COLUMN told TEXT NOT NULL DEFAULT 'GREEN'
  CHECK (told IN ('GREEN', 'AMBER', 'RED'));
ALTER TABLE control_case_step ADD COLUMN clock_from TEXT;
ALTER TABLE control_schedule_run ADD COLUMN alive_at INTEGER;
DROP INDEX control_case_by_assignee;
DROP INDEX control_case_by_state;
CREATE INDEX control_case_by_holder ON control_case (assignee_id, due_at, id) WHERE finished_at IS NULL;
CREATE INDEX control_case_by_due ON control_case (due_at, id) WHERE finished_at IS NULL;

-- control 26: items carried over a close as they were, with their work orders
ALTER TABLE control_month_carry ADD COLUMN item_text TEXT NOT NULL DEFAULT '';
ALTER TABLE control_month_carry ADD COLUMN arguments TEXT NOT NULL DEFAULT '{}';
ALTER TABLE control_month_carry ADD COLUMN item_count INTEGER;
ALTER TABLE control_month_carry ADD COLUMN case_id INTEGER;

-- control 27: decisions made for who is away
ALTER TABLE control_decision ADD COLUMN absent_id INTEGER;
ALTER TABLE control_decision ADD COLUMN absent_name TEXT NOT NULL DEFAULT '';

-- control 28: answers to orders named by an idempotency key
CREATE TABLE control_answer (
    bucket INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    key TEXT NOT NULL,
    order_hash BLOB NOT NULL,
    status INTEGER NOT NULL,
    answer BLOB NOT NULL,
    answered_at INTEGER NOT NULL,
    PRIMARY KEY (bucket, user_id, key)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER control_answer_no_update BEFORE UPDATE ON control_answer
BEGIN SELECT RAISE(ABORT, 'control_answer is append only'); END;
CREATE TRIGGER control_answer_no_delete BEFORE DELETE ON control_answer
BEGIN SELECT RAISE(ABORT, 'control_answer is append only'); END;

-- control 100: exports of all data as jobs; who works what is done outside of transactions
CREATE TABLE control_job_hold (
    bucket INTEGER NOT NULL,
    job_id INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    held_until INTEGER NOT NULL,
    PRIMARY KEY (bucket, job_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE control_export (
    bucket INTEGER NOT NULL,
    job_id INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    row_count INTEGER NOT NULL,
    byte_count INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    expired_at INTEGER,
    PRIMARY KEY (bucket, job_id)
) STRICT, WITHOUT ROWID;

-- control 101: backups that a tool outside took and reported
CREATE TABLE control_backup (
    id INTEGER NOT NULL PRIMARY KEY,
    taken_at INTEGER NOT NULL,
    byte_count INTEGER NOT NULL,
    tool TEXT NOT NULL,
    said_by INTEGER NOT NULL,
    said_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER control_backup_no_update BEFORE UPDATE ON control_backup
BEGIN SELECT RAISE(ABORT, 'control_backup is append only'); END;
CREATE TRIGGER control_backup_no_delete BEFORE DELETE ON control_backup
BEGIN SELECT RAISE(ABORT, 'control_backup is append only'); END;

-- ledger 1: postings, reversals, receivables, applications, totals of a day
CREATE TABLE ledger_posting (
    bucket INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    entry_id INTEGER NOT NULL,
    line INTEGER NOT NULL,
    code INTEGER NOT NULL,
    organisation_id INTEGER NOT NULL,
    amount_fen INTEGER NOT NULL CHECK (amount_fen <> 0),
    day INTEGER NOT NULL,
    month INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    PRIMARY KEY (bucket, account_id, entry_id, line)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER ledger_posting_no_update BEFORE UPDATE ON ledger_posting
BEGIN SELECT RAISE(ABORT, 'ledger_posting is append only'); END;
CREATE TRIGGER ledger_posting_no_delete BEFORE DELETE ON ledger_posting
BEGIN SELECT RAISE(ABORT, 'ledger_posting is append only'); END;
CREATE TABLE ledger_reversal (
    bucket INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    entry_id INTEGER NOT NULL,
    reversal_id INTEGER NOT NULL,
    PRIMARY KEY (bucket, account_id, entry_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER ledger_reversal_no_update BEFORE UPDATE ON ledger_reversal
BEGIN SELECT RAISE(ABORT, 'ledger_reversal is append only'); END;
CREATE TRIGGER ledger_reversal_no_delete BEFORE DELETE ON ledger_reversal
BEGIN SELECT RAISE(ABORT, 'ledger_reversal is append only'); END;
CREATE TABLE ledger_receivable (
    bucket INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    organisation_id INTEGER NOT NULL,
    organisation_path TEXT NOT NULL,
    month INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    amount_fen INTEGER NOT NULL CHECK (amount_fen <> 0),
    due_day INTEGER NOT NULL,
    is_residential INTEGER NOT NULL CHECK (is_residential IN (0, 1)),
    created_day INTEGER NOT NULL,
    PRIMARY KEY (bucket, account_id, id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER ledger_receivable_no_update BEFORE UPDATE ON ledger_receivable
BEGIN SELECT RAISE(ABORT, 'ledger_receivable is append only'); END;
CREATE TRIGGER ledger_receivable_no_delete BEFORE DELETE ON ledger_receivable
BEGIN SELECT RAISE(ABORT, 'ledger_receivable is append only'); END;
CREATE TABLE ledger_application (
    bucket INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    receivable_id INTEGER NOT NULL,
    sequence INTEGER NOT NULL CHECK (sequence >= 0),
    payment_id INTEGER NOT NULL,
    principal_fen INTEGER NOT NULL,
    penalty_fen INTEGER NOT NULL,
    accrued_fen INTEGER NOT NULL CHECK (accrued_fen >= 0),
    fixed_fen INTEGER NOT NULL CHECK (fixed_fen >= 0),
    day INTEGER NOT NULL,
    PRIMARY KEY (bucket, account_id, receivable_id, sequence),
    CHECK (principal_fen <> 0 OR penalty_fen <> 0)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER ledger_application_no_update BEFORE UPDATE ON ledger_application
BEGIN SELECT RAISE(ABORT, 'ledger_application is append only'); END;
CREATE TRIGGER ledger_application_no_delete BEFORE DELETE ON ledger_application
BEGIN SELECT RAISE(ABORT, 'ledger_application is append only'); END;
CREATE TABLE ledger_daily (
    bucket INTEGER NOT NULL,
    organisation_id INTEGER NOT NULL,
    day INTEGER NOT NULL,
    code INTEGER NOT NULL,
    amount_fen INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (bucket, organisation_id, day, code)
) STRICT, WITHOUT ROWID;
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
    name TEXT NOT NULL PRIMARY KEY,
    next INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE records_grid_node (
    id INTEGER NOT NULL PRIMARY KEY,
    parent_id INTEGER REFERENCES records_grid_node (id),
    kind TEXT NOT NULL CHECK (kind IN ('SUBSTATION', 'FEEDER', 'AREA')),
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    organisation_id INTEGER NOT NULL,
    organisation_path TEXT NOT NULL,
    CHECK ((kind = 'SUBSTATION') = (parent_id IS NULL))
) STRICT, WITHOUT ROWID;
CREATE TABLE records_customer (
    bucket INTEGER NOT NULL,
    id INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('PERSON', 'COMPANY')),
    name TEXT NOT NULL,
    identity_sealed BLOB,
    identity_digest BLOB,
    identity_tail BLOB,
    created_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (bucket, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX records_customer_by_identity ON records_customer (identity_digest);
CREATE TABLE records_account (
    bucket INTEGER NOT NULL,
    id INTEGER NOT NULL CHECK (id > 0 AND id <= 9999999999999),
    consumer_no TEXT NOT NULL,
    old_no TEXT,
    name TEXT NOT NULL,
    initials TEXT NOT NULL,
    customer_id INTEGER NOT NULL,
    organisation_id INTEGER NOT NULL,
    organisation_path TEXT NOT NULL,
    address TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('ACTIVE', 'CLOSED')),
    class TEXT NOT NULL CHECK (class IN ('RESIDENTIAL', 'AGRICULTURAL', 'COMMERCIAL', 'INDUSTRIAL')),
    route TEXT NOT NULL,
    opened_on INTEGER NOT NULL,
    closed_on INTEGER,
    phone_sealed BLOB,
    phone_digest BLOB,
    phone_tail BLOB,
    bank_sealed BLOB,
    bank_digest BLOB,
    bank_tail BLOB,
    version INTEGER NOT NULL,
    PRIMARY KEY (bucket, id),
    CHECK ((state = 'CLOSED') = (closed_on IS NOT NULL))
) STRICT, WITHOUT ROWID;
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
    account_id INTEGER NOT NULL,
    effective_from INTEGER NOT NULL,
    revision INTEGER NOT NULL CHECK (revision > 0),
    is_void INTEGER NOT NULL CHECK (is_void IN (0, 1)),
    tariff_code TEXT NOT NULL,
    household_persons INTEGER NOT NULL CHECK (household_persons >= 0),
    low_income INTEGER NOT NULL CHECK (low_income IN (0, 1)),
    capacity_va INTEGER NOT NULL CHECK (capacity_va >= 0),
    contract_demand_w INTEGER NOT NULL CHECK (contract_demand_w >= 0),
    basic_mode TEXT NOT NULL
        CHECK (basic_mode IN ('NONE', 'CAPACITY', 'CONTRACT_DEMAND', 'ACTUAL_DEMAND')),
    power_factor_standard INTEGER NOT NULL CHECK (power_factor_standard BETWEEN 0 AND 100),
    first_tier_month INTEGER,
    reason TEXT NOT NULL,
    recorded_by INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (bucket, account_id, effective_from, revision)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER records_term_no_update BEFORE UPDATE ON records_term
BEGIN SELECT RAISE(ABORT, 'records_term is append only'); END;
CREATE TRIGGER records_term_no_delete BEFORE DELETE ON records_term
BEGIN SELECT RAISE(ABORT, 'records_term is append only'); END;
CREATE TABLE records_usage_point (
    bucket INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('SETTLEMENT')),
    area_id INTEGER,
    feeder_id INTEGER,
    PRIMARY KEY (bucket, account_id, id),
    CHECK ((area_id IS NULL) <> (feeder_id IS NULL))
) STRICT, WITHOUT ROWID;
CREATE TABLE records_area_membership (
    bucket INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    usage_point_id INTEGER NOT NULL,
    from_day INTEGER NOT NULL,
    to_day INTEGER,
    node_id INTEGER NOT NULL,
    PRIMARY KEY (bucket, account_id, usage_point_id, from_day),
    CHECK (to_day IS NULL OR to_day >= from_day)
) STRICT, WITHOUT ROWID;
CREATE INDEX records_area_membership_by_node
ON records_area_membership (node_id, account_id, from_day, to_day);
CREATE TABLE records_meter (
    bucket INTEGER NOT NULL,
    id INTEGER NOT NULL,
    asset_no TEXT NOT NULL,
    maker TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (bucket, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE records_installation (
    bucket INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    usage_point_id INTEGER NOT NULL,
    meter_id INTEGER NOT NULL,
    asset_no TEXT NOT NULL,
    multiplier_milli INTEGER NOT NULL CHECK (multiplier_milli > 0),
    installed_on INTEGER NOT NULL,
    removed_on INTEGER,
    PRIMARY KEY (bucket, account_id, id),
    CHECK (removed_on IS NULL OR removed_on >= installed_on)
) STRICT, WITHOUT ROWID;
CREATE INDEX records_installation_by_meter ON records_installation (asset_no);
CREATE TABLE records_register (
    bucket INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    installation_id INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    digits INTEGER NOT NULL CHECK (digits BETWEEN 1 AND 12),
    decimals INTEGER NOT NULL CHECK (decimals BETWEEN 0 AND 4),
    install_value INTEGER NOT NULL CHECK (install_value >= 0),
    removal_value INTEGER CHECK (removal_value >= 0),
    PRIMARY KEY (bucket, account_id, installation_id, kind)
) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE records_search USING fts5(
    words, content = '', columnsize = 0,
    tokenize = "unicode61 remove_diacritics 0");

-- records 2: transformers and motors with their states, metering arrangement and losses
CREATE TABLE records_equipment (
    bucket INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('TRANSFORMER', 'MOTOR')),
    name TEXT NOT NULL,
    model TEXT NOT NULL,
    capacity_va INTEGER NOT NULL CHECK (capacity_va > 0),
    no_load_w INTEGER,
    load_w INTEGER,
    no_load_current_ppm INTEGER,
    impedance_ppm INTEGER,
    PRIMARY KEY (bucket, account_id, id),
    CHECK ((no_load_w IS NULL) = (load_w IS NULL)),
    CHECK ((no_load_w IS NULL) = (no_load_current_ppm IS NULL)),
    CHECK ((no_load_w IS NULL) = (impedance_ppm IS NULL))
) STRICT, WITHOUT ROWID;
CREATE TABLE records_equipment_change (
    bucket INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    equipment_id INTEGER NOT NULL,
    from_day INTEGER NOT NULL,
    revision INTEGER NOT NULL CHECK (revision > 0),
    is_void INTEGER NOT NULL CHECK (is_void IN (0, 1)),
    state TEXT NOT NULL CHECK (state IN (
        'RUNNING', 'HOT_STANDBY', 'SUSPENDED', 'REDUCED', 'COLD_STANDBY', 'REPLACED', 'REMOVED')),
    capacity_va INTEGER NOT NULL CHECK (capacity_va >= 0),
    until_day INTEGER,
    is_permanent INTEGER NOT NULL CHECK (is_permanent IN (0, 1)),
    applied_on INTEGER,
    reason TEXT NOT NULL,
    recorded_by INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (bucket, account_id, equipment_id, from_day, revision),
    CHECK (until_day IS NULL OR until_day >= from_day)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER records_equipment_change_no_update BEFORE UPDATE ON records_equipment_change
BEGIN SELECT RAISE(ABORT, 'records_equipment_change is append only'); END;
CREATE TRIGGER records_equipment_change_no_delete BEFORE DELETE ON records_equipment_change
BEGIN SELECT RAISE(ABORT, 'records_equipment_change is append only'); END;
CREATE TABLE records_point_loss (
    bucket INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    usage_point_id INTEGER NOT NULL,
    from_day INTEGER NOT NULL,
    revision INTEGER NOT NULL CHECK (revision > 0),
    arrangement TEXT NOT NULL CHECK (arrangement IN ('HIGH_HIGH', 'HIGH_LOW', 'LOW_LOW')),
    shared_id INTEGER,
    terms TEXT NOT NULL,
    reason TEXT NOT NULL,
    recorded_by INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (bucket, account_id, usage_point_id, from_day, revision)
) STRICT, WITHOUT ROWID;
CREATE INDEX records_point_loss_by_shared
ON records_point_loss (shared_id, account_id) WHERE shared_id IS NOT NULL;
CREATE TRIGGER records_point_loss_no_update BEFORE UPDATE ON records_point_loss
BEGIN SELECT RAISE(ABORT, 'records_point_loss is append only'); END;
CREATE TRIGGER records_point_loss_no_delete BEFORE DELETE ON records_point_loss
BEGIN SELECT RAISE(ABORT, 'records_point_loss is append only'); END;
CREATE TABLE records_shared_transformer (
    id INTEGER NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    organisation_id INTEGER NOT NULL,
    organisation_path TEXT NOT NULL,
    terms TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE records_loss_table (
    code TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    source TEXT NOT NULL,
    is_example INTEGER NOT NULL CHECK (is_example IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE TABLE records_loss_row (
    code TEXT NOT NULL,
    model TEXT NOT NULL,
    capacity_va INTEGER NOT NULL CHECK (capacity_va > 0),
    upto_wh INTEGER NOT NULL CHECK (upto_wh > 0),
    loss_wh INTEGER NOT NULL CHECK (loss_wh >= 0),
    loss_varh INTEGER NOT NULL CHECK (loss_varh >= 0),
    PRIMARY KEY (code, model, capacity_va, upto_wh)
) STRICT, WITHOUT ROWID;

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
    account_id INTEGER NOT NULL,
    until_day INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    reminded_at INTEGER NOT NULL,
    PRIMARY KEY (bucket, account_id, until_day)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER records_household_reminder_no_update BEFORE UPDATE ON records_household_reminder
BEGIN SELECT RAISE(ABORT, 'records_household_reminder is append only'); END;
CREATE TRIGGER records_household_reminder_no_delete BEFORE DELETE ON records_household_reminder
BEGIN SELECT RAISE(ABORT, 'records_household_reminder is append only'); END;
ALTER TABLE records_term ADD COLUMN household_until INTEGER;
CREATE INDEX records_term_by_household_until
ON records_term (household_until, account_id) WHERE household_until IS NOT NULL;

-- records 40: loss tables are published tariff data, not the archive's
DROP TABLE records_loss_row;
DROP TABLE records_loss_table;

-- records 41: dated terms of shared transformers
CREATE TABLE records_shared_transformer_change (
    shared_id INTEGER NOT NULL,
    from_day INTEGER NOT NULL,
    revision INTEGER NOT NULL CHECK (revision > 0),
    terms TEXT NOT NULL,
    reason TEXT NOT NULL,
    recorded_by INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (shared_id, from_day, revision)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER records_shared_transformer_change_no_update BEFORE UPDATE ON records_shared_transformer_change
BEGIN SELECT RAISE(ABORT, 'records_shared_transformer_change is append only'); END;
CREATE TRIGGER records_shared_transformer_change_no_delete BEFORE DELETE ON records_shared_transformer_change
BEGIN SELECT RAISE(ABORT, 'records_shared_transformer_change is append only'); END;

-- tariff 1: published tariff files, withdrawals, drafts
CREATE TABLE tariff_document (
    id INTEGER NOT NULL PRIMARY KEY,
    code TEXT NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    content TEXT NOT NULL,
    digest TEXT NOT NULL,
    first_day INTEGER,
    draft_id INTEGER,
    proposed_by INTEGER,
    proposed_name TEXT NOT NULL,
    published_by INTEGER NOT NULL,
    published_name TEXT NOT NULL,
    published_at INTEGER NOT NULL,
    UNIQUE (code, number)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER tariff_document_no_update BEFORE UPDATE ON tariff_document
BEGIN SELECT RAISE(ABORT, 'tariff_document is append only'); END;
CREATE TRIGGER tariff_document_no_delete BEFORE DELETE ON tariff_document
BEGIN SELECT RAISE(ABORT, 'tariff_document is append only'); END;
CREATE TABLE tariff_withdrawal (
    document_id INTEGER NOT NULL PRIMARY KEY,
    id INTEGER NOT NULL,
    reason TEXT NOT NULL,
    withdrawn_by INTEGER NOT NULL,
    withdrawn_name TEXT NOT NULL,
    withdrawn_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER tariff_withdrawal_no_update BEFORE UPDATE ON tariff_withdrawal
BEGIN SELECT RAISE(ABORT, 'tariff_withdrawal is append only'); END;
CREATE TRIGGER tariff_withdrawal_no_delete BEFORE DELETE ON tariff_withdrawal
BEGIN SELECT RAISE(ABORT, 'tariff_withdrawal is append only'); END;
CREATE TABLE tariff_draft (
    id INTEGER NOT NULL PRIMARY KEY,
    code TEXT NOT NULL,
    content TEXT NOT NULL,
    digest TEXT NOT NULL,
    base_number INTEGER NOT NULL,
    version INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('DRAFT', 'PUBLISHED', 'DROPPED')),
    organisation_id INTEGER NOT NULL,
    organisation_path TEXT NOT NULL,
    made_by INTEGER NOT NULL,
    made_name TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    changed_by INTEGER NOT NULL,
    changed_name TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    checked_digest TEXT,
    rehearsed_digest TEXT,
    rehearsal TEXT,
    proposal_id INTEGER,
    document_id INTEGER
) STRICT, WITHOUT ROWID;

-- tariff 10: people who wrote in a tariff draft
CREATE TABLE tariff_draft_editor (
    draft_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    PRIMARY KEY (draft_id, user_id)
) STRICT, WITHOUT ROWID;

-- tariff 60: tariff drafts begun together under one name
CREATE TABLE tariff_draft_set (
    id INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    organisation_path TEXT NOT NULL,
    made_by INTEGER NOT NULL,
    made_name TEXT NOT NULL,
    made_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER tariff_draft_set_no_update BEFORE UPDATE ON tariff_draft_set
BEGIN SELECT RAISE(ABORT, 'tariff_draft_set is append only'); END;
CREATE TRIGGER tariff_draft_set_no_delete BEFORE DELETE ON tariff_draft_set
BEGIN SELECT RAISE(ABORT, 'tariff_draft_set is append only'); END;
CREATE TABLE tariff_draft_set_member (
    set_id INTEGER NOT NULL,
    draft_id INTEGER NOT NULL,
    PRIMARY KEY (set_id, draft_id),
    UNIQUE (draft_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER tariff_draft_set_member_no_update BEFORE UPDATE ON tariff_draft_set_member
BEGIN SELECT RAISE(ABORT, 'tariff_draft_set_member is append only'); END;
CREATE TRIGGER tariff_draft_set_member_no_delete BEFORE DELETE ON tariff_draft_set_member
BEGIN SELECT RAISE(ABORT, 'tariff_draft_set_member is append only'); END;

-- tariff 61: the row that publications and withdrawals of tariffs take in turn
CREATE TABLE tariff_turn (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    taken INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- reading 1: Readings, approved energy, exceptions, progress of the month
CREATE TABLE reading_reading (
    bucket INTEGER NOT NULL,
    month INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    installation_id INTEGER NOT NULL,
    register INTEGER NOT NULL,
    revision INTEGER NOT NULL CHECK (revision >= 1),
    usage_point_id INTEGER NOT NULL,
    day INTEGER NOT NULL,
    value INTEGER NOT NULL CHECK (value >= 0),
    status TEXT NOT NULL CHECK (status IN ('NORMAL', 'ROLLOVER', 'ESTIMATED', 'ESTIMATED_ROLLOVER')),
    source TEXT NOT NULL CHECK (source IN ('FILE', 'CONSOLE', 'API', 'DEMO', 'REMOVAL')),
    carried_wh INTEGER NOT NULL CHECK (carried_wh BETWEEN 0 AND 999),
    user_id INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (bucket, month, account_id, installation_id, register, revision)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER reading_reading_no_update BEFORE UPDATE ON reading_reading
BEGIN SELECT RAISE(ABORT, 'reading_reading is append only'); END;
CREATE TRIGGER reading_reading_no_delete BEFORE DELETE ON reading_reading
BEGIN SELECT RAISE(ABORT, 'reading_reading is append only'); END;
CREATE TABLE reading_energy (
    bucket INTEGER NOT NULL,
    month INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    usage_point_id INTEGER NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL CHECK (state IN ('PENDING', 'APPROVED')),
    total_wh INTEGER NOT NULL CHECK (total_wh >= 0),
    sharp_wh INTEGER NOT NULL CHECK (sharp_wh >= 0),
    peak_wh INTEGER NOT NULL CHECK (peak_wh >= 0),
    flat_wh INTEGER NOT NULL CHECK (flat_wh >= 0),
    valley_wh INTEGER NOT NULL CHECK (valley_wh >= 0),
    reactive_varh INTEGER NOT NULL CHECK (reactive_varh >= 0),
    demand_w INTEGER NOT NULL CHECK (demand_w >= 0),
    is_tou INTEGER NOT NULL CHECK (is_tou IN (0, 1)),
    is_estimated INTEGER NOT NULL CHECK (is_estimated IN (0, 1)),
    days INTEGER NOT NULL CHECK (days >= 0),
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    evidence TEXT NOT NULL,
    PRIMARY KEY (bucket, month, account_id, usage_point_id),
    CHECK (is_tou = 0 OR total_wh = sharp_wh + peak_wh + flat_wh + valley_wh)
) STRICT, WITHOUT ROWID;
CREATE TABLE reading_exception (
    bucket INTEGER NOT NULL,
    month INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    usage_point_id INTEGER NOT NULL,
    code TEXT NOT NULL,
    arguments TEXT NOT NULL,
    organisation_path TEXT NOT NULL,
    route TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('OPEN', 'APPROVED')),
    raised_ms INTEGER NOT NULL,
    decided_by INTEGER,
    decided_ms INTEGER,
    PRIMARY KEY (bucket, month, account_id, usage_point_id, code)
) STRICT, WITHOUT ROWID;
CREATE INDEX reading_exception_open ON reading_exception (state, month, account_id, usage_point_id, code);
CREATE TABLE reading_progress (
    bucket INTEGER NOT NULL,
    month INTEGER NOT NULL,
    organisation_id INTEGER NOT NULL,
    route TEXT NOT NULL,
    approved INTEGER NOT NULL,
    pending INTEGER NOT NULL,
    PRIMARY KEY (bucket, month, organisation_id, route)
) STRICT, WITHOUT ROWID;
CREATE INDEX reading_progress_month ON reading_progress (month);

-- reading 2: losses of transformer and line beside the approved energy
ALTER TABLE reading_energy ADD COLUMN loss_wh INTEGER NOT NULL DEFAULT 0 CHECK (loss_wh >= 0);
ALTER TABLE reading_energy ADD COLUMN line_loss_wh INTEGER NOT NULL DEFAULT 0 CHECK (line_loss_wh >= 0);
ALTER TABLE reading_energy ADD COLUMN loss_varh INTEGER NOT NULL DEFAULT 0 CHECK (loss_varh >= 0);
ALTER TABLE reading_energy ADD COLUMN loss_policy INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reading_energy ADD COLUMN loss_waits INTEGER NOT NULL DEFAULT 0
CHECK (loss_waits IN (0, 1));
ALTER TABLE reading_energy ADD COLUMN loss_evidence TEXT NOT NULL DEFAULT '';

-- reading 3: energy before a day by frozen registers; deep valley and energy fed back
CREATE TABLE reading_frozen (
    bucket INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    day INTEGER NOT NULL,
    usage_point_id INTEGER NOT NULL,
    revision INTEGER NOT NULL CHECK (revision >= 1),
    first_day INTEGER NOT NULL,
    total_wh INTEGER NOT NULL CHECK (total_wh >= 0),
    sharp_wh INTEGER NOT NULL CHECK (sharp_wh >= 0),
    peak_wh INTEGER NOT NULL CHECK (peak_wh >= 0),
    flat_wh INTEGER NOT NULL CHECK (flat_wh >= 0),
    valley_wh INTEGER NOT NULL CHECK (valley_wh >= 0),
    reactive_varh INTEGER NOT NULL CHECK (reactive_varh >= 0),
    is_tou INTEGER NOT NULL CHECK (is_tou IN (0, 1)),
    evidence TEXT NOT NULL,
    user_id INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (bucket, account_id, day, usage_point_id, revision)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER reading_frozen_no_update BEFORE UPDATE ON reading_frozen
BEGIN SELECT RAISE(ABORT, 'reading_frozen is append only'); END;
CREATE TRIGGER reading_frozen_no_delete BEFORE DELETE ON reading_frozen
BEGIN SELECT RAISE(ABORT, 'reading_frozen is append only'); END;
ALTER TABLE reading_energy ADD COLUMN deep_valley_wh INTEGER NOT NULL DEFAULT 0 CHECK (deep_valley_wh >= 0);
ALTER TABLE reading_energy ADD COLUMN fed_back TEXT NOT NULL DEFAULT '';
ALTER TABLE reading_frozen ADD COLUMN deep_valley_wh INTEGER NOT NULL DEFAULT 0 CHECK (deep_valley_wh >= 0);
ALTER TABLE reading_frozen ADD COLUMN fed_back TEXT NOT NULL DEFAULT '';

-- reading 4: what was found at meters, by code
CREATE TABLE reading_site_note (
    bucket INTEGER NOT NULL,
    month INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    code TEXT NOT NULL,
    user_id INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (bucket, month, account_id, version)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER reading_site_note_no_update BEFORE UPDATE ON reading_site_note
BEGIN SELECT RAISE(ABORT, 'reading_site_note is append only'); END;
CREATE TRIGGER reading_site_note_no_delete BEFORE DELETE ON reading_site_note
BEGIN SELECT RAISE(ABORT, 'reading_site_note is append only'); END;

-- reading 20: highest demand by price period beside the month's
ALTER TABLE reading_energy ADD COLUMN period_demand TEXT NOT NULL DEFAULT '';

-- billing 1: runs, their checks, bills and their lines
CREATE TABLE billing_run (
    bucket INTEGER NOT NULL,
    id INTEGER NOT NULL,
    month INTEGER NOT NULL,
    organisation_id INTEGER NOT NULL,
    organisation_path TEXT NOT NULL,
    release_job INTEGER,
    checked_by INTEGER,
    checked_at INTEGER,
    released_by INTEGER,
    due_day INTEGER,
    release_day INTEGER,
    created_by INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (bucket, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE billing_chunk (
    bucket INTEGER NOT NULL,
    run_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    last_bucket INTEGER NOT NULL,
    bills INTEGER NOT NULL,
    energy_wh INTEGER NOT NULL,
    amount_fen INTEGER NOT NULL,
    digest BLOB NOT NULL,
    PRIMARY KEY (bucket, run_id, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE billing_exception (
    bucket INTEGER NOT NULL,
    run_id INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    code TEXT NOT NULL,
    is_blocking INTEGER NOT NULL,
    organisation_id INTEGER NOT NULL,
    found INTEGER NOT NULL,
    expected INTEGER NOT NULL,
    PRIMARY KEY (bucket, run_id, account_id, code)
) STRICT, WITHOUT ROWID;
CREATE INDEX billing_exception_by_run ON billing_exception (run_id, is_blocking, code, account_id);
CREATE TABLE billing_bill (
    bucket INTEGER NOT NULL,
    month INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    run_id INTEGER NOT NULL,
    organisation_id INTEGER NOT NULL,
    class INTEGER NOT NULL,
    tariff TEXT NOT NULL,
    tariff_from INTEGER NOT NULL,
    energy_wh INTEGER NOT NULL,
    amount_fen INTEGER NOT NULL,
    energy_fen INTEGER NOT NULL,
    basic_fen INTEGER NOT NULL,
    adjustment_fen INTEGER NOT NULL,
    funds_fen INTEGER NOT NULL,
    base_fen INTEGER NOT NULL,
    percent_ppm INTEGER NOT NULL,
    power_factor INTEGER NOT NULL,
    reactive_varh INTEGER NOT NULL,
    year_to_date_wh INTEGER NOT NULL,
    tier INTEGER NOT NULL,
    tier_months INTEGER NOT NULL,
    persons INTEGER NOT NULL,
    is_low_income INTEGER NOT NULL,
    capacity_va INTEGER NOT NULL,
    contract_demand_w INTEGER NOT NULL,
    demand_w INTEGER NOT NULL,
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    release_day INTEGER NOT NULL,
    due_day INTEGER NOT NULL,
    PRIMARY KEY (bucket, month, account_id, sequence)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER billing_bill_no_update BEFORE UPDATE ON billing_bill
BEGIN SELECT RAISE(ABORT, 'billing_bill is append only'); END;
CREATE TRIGGER billing_bill_no_delete BEFORE DELETE ON billing_bill
BEGIN SELECT RAISE(ABORT, 'billing_bill is append only'); END;
CREATE TABLE billing_line (
    bucket INTEGER NOT NULL,
    month INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    line INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    period INTEGER NOT NULL,
    tier INTEGER NOT NULL,
    quantity INTEGER NOT NULL,
    unit_price INTEGER NOT NULL,
    factor_numerator INTEGER NOT NULL,
    factor_denominator INTEGER NOT NULL,
    amount_fen INTEGER NOT NULL,
    PRIMARY KEY (bucket, month, account_id, sequence, line)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER billing_line_no_update BEFORE UPDATE ON billing_line
BEGIN SELECT RAISE(ABORT, 'billing_line is append only'); END;
CREATE TRIGGER billing_line_no_delete BEFORE DELETE ON billing_line
BEGIN SELECT RAISE(ABORT, 'billing_line is append only'); END;

-- billing 2: parameter values that a run was released with
CREATE TABLE billing_parameter (
    bucket INTEGER NOT NULL,
    run_id INTEGER NOT NULL,
    key TEXT NOT NULL,
    organisation_path TEXT NOT NULL,
    value TEXT NOT NULL,
    clause TEXT NOT NULL,
    PRIMARY KEY (bucket, run_id, key, organisation_path)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER billing_parameter_no_update BEFORE UPDATE ON billing_parameter
BEGIN SELECT RAISE(ABORT, 'billing_parameter is append only'); END;
CREATE TRIGGER billing_parameter_no_delete BEFORE DELETE ON billing_parameter
BEGIN SELECT RAISE(ABORT, 'billing_parameter is append only'); END;

-- billing 3: runs that are cancelled, months that are held while a run is laid
CREATE TABLE billing_month (
    month INTEGER NOT NULL PRIMARY KEY,
    held_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
ALTER TABLE billing_run ADD COLUMN cancelled_at INTEGER;
ALTER TABLE billing_run ADD COLUMN cancelled_by INTEGER;

-- billing 4: released bills that were taken back
CREATE TABLE billing_taken_back (
    bucket INTEGER NOT NULL,
    month INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    run_id INTEGER NOT NULL,
    entry_id INTEGER,
    energy_wh INTEGER NOT NULL,
    amount_fen INTEGER NOT NULL,
    reason_code TEXT NOT NULL,
    reason TEXT NOT NULL,
    by_id INTEGER NOT NULL,
    by_name TEXT NOT NULL,
    approved_by_id INTEGER,
    approved_by_name TEXT,
    day INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (bucket, month, account_id, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX billing_taken_back_by_run ON billing_taken_back (run_id);
CREATE TRIGGER billing_taken_back_no_update BEFORE UPDATE ON billing_taken_back
BEGIN SELECT RAISE(ABORT, 'billing_taken_back is append only'); END;
CREATE TRIGGER billing_taken_back_no_delete BEFORE DELETE ON billing_taken_back
BEGIN SELECT RAISE(ABORT, 'billing_taken_back is append only'); END;
CREATE TABLE billing_take_back_order (
    bucket INTEGER NOT NULL,
    by_id INTEGER NOT NULL,
    request_key TEXT NOT NULL,
    input TEXT NOT NULL,
    result TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (bucket, by_id, request_key)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER billing_take_back_order_no_update BEFORE UPDATE ON billing_take_back_order
BEGIN SELECT RAISE(ABORT, 'billing_take_back_order is append only'); END;
CREATE TRIGGER billing_take_back_order_no_delete BEFORE DELETE ON billing_take_back_order
BEGIN SELECT RAISE(ABORT, 'billing_take_back_order is append only'); END;

-- billing 5: states of equipment and losses that a bill was made of
CREATE TABLE billing_basis (
    bucket INTEGER NOT NULL,
    month INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('CAPACITY', 'LOSS')),
    number INTEGER NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (bucket, month, account_id, sequence, kind, number)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER billing_basis_no_update BEFORE UPDATE ON billing_basis
BEGIN SELECT RAISE(ABORT, 'billing_basis is append only'); END;
CREATE TRIGGER billing_basis_no_delete BEFORE DELETE ON billing_basis
BEGIN SELECT RAISE(ABORT, 'billing_basis is append only'); END;

-- billing 6: rehearsals of tariff drafts
CREATE TABLE billing_rehearsal (
    bucket INTEGER NOT NULL,
    id INTEGER NOT NULL,
    draft_id INTEGER NOT NULL,
    code TEXT NOT NULL,
    digest TEXT NOT NULL,
    content TEXT NOT NULL,
    first_month INTEGER NOT NULL,
    last_month INTEGER NOT NULL,
    organisation_path TEXT NOT NULL,
    units INTEGER NOT NULL,
    units_done INTEGER NOT NULL,
    accounts INTEGER NOT NULL,
    bills INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    energy_wh INTEGER NOT NULL,
    before_fen INTEGER NOT NULL,
    after_fen INTEGER NOT NULL,
    created_by INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    finished_at INTEGER,
    PRIMARY KEY (bucket, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX billing_rehearsal_by_draft ON billing_rehearsal (draft_id, id);
CREATE TABLE billing_rehearsal_account (
    bucket INTEGER NOT NULL,
    rehearsal_id INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    organisation_id INTEGER NOT NULL,
    class INTEGER NOT NULL,
    months INTEGER NOT NULL,
    energy_wh INTEGER NOT NULL,
    before_fen INTEGER NOT NULL,
    after_fen INTEGER NOT NULL,
    PRIMARY KEY (bucket, rehearsal_id, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX billing_rehearsal_account_of ON billing_rehearsal_account (rehearsal_id);

-- billing 7: parts of divided bills, and what a bill hands on to the next
CREATE TABLE billing_detail (
    bucket INTEGER NOT NULL,
    month INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('PARTS', 'STATE')),
    data TEXT NOT NULL,
    PRIMARY KEY (bucket, month, account_id, sequence, kind)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER billing_detail_no_update BEFORE UPDATE ON billing_detail
BEGIN SELECT RAISE(ABORT, 'billing_detail is append only'); END;
CREATE TRIGGER billing_detail_no_delete BEFORE DELETE ON billing_detail
BEGIN SELECT RAISE(ABORT, 'billing_detail is append only'); END;

-- billing 8: transformer areas of rehearsed accounts
ALTER TABLE billing_rehearsal_account ADD COLUMN node_id INTEGER;

-- billing 20: months of rehearsed accounts
ALTER TABLE billing_rehearsal_account ADD COLUMN month_bits INTEGER;

-- payment 1: payments and their idempotency keys
CREATE TABLE payment_payment (
    bucket INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('COUNTER_CASH')),
    amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
    tendered_fen INTEGER NOT NULL,
    clerk_id INTEGER NOT NULL,
    clerk_name TEXT NOT NULL,
    consumer_no TEXT NOT NULL,
    account_name TEXT NOT NULL,
    address TEXT NOT NULL,
    organisation_id INTEGER NOT NULL,
    organisation_path TEXT NOT NULL,
    day INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (bucket, account_id, id),
    CHECK (tendered_fen >= amount_fen)
) STRICT, WITHOUT ROWID;
CREATE INDEX payment_payment_by_day ON payment_payment (day, id);
CREATE TRIGGER payment_payment_no_update BEFORE UPDATE ON payment_payment
BEGIN SELECT RAISE(ABORT, 'payment_payment is append only'); END;
CREATE TRIGGER payment_payment_no_delete BEFORE DELETE ON payment_payment
BEGIN SELECT RAISE(ABORT, 'payment_payment is append only'); END;
CREATE TABLE payment_key (
    bucket INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    key TEXT NOT NULL,
    input TEXT NOT NULL,
    payment_id INTEGER NOT NULL,
    PRIMARY KEY (bucket, account_id, key)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER payment_key_no_update BEFORE UPDATE ON payment_key
BEGIN SELECT RAISE(ABORT, 'payment_key is append only'); END;
CREATE TRIGGER payment_key_no_delete BEFORE DELETE ON payment_key
BEGIN SELECT RAISE(ABORT, 'payment_key is append only'); END;

-- payment 2: receipts by their number
CREATE INDEX payment_payment_by_number ON payment_payment (id);

-- payment 3: which station took a payment for another's account
ALTER TABLE payment_payment ADD COLUMN taken_id INTEGER;
ALTER TABLE payment_payment ADD COLUMN taken_path TEXT;

-- payment 4: payments that were taken back
CREATE TABLE payment_reversal (
    bucket INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    payment_id INTEGER NOT NULL,
    entry_id INTEGER NOT NULL,
    amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
    reason_code TEXT NOT NULL,
    reason TEXT NOT NULL,
    by_id INTEGER NOT NULL,
    by_name TEXT NOT NULL,
    approved_by_id INTEGER,
    approved_by_name TEXT,
    clerk_id INTEGER NOT NULL,
    path TEXT NOT NULL,
    day INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (bucket, account_id, payment_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX payment_reversal_by_day ON payment_reversal (day);
CREATE TRIGGER payment_reversal_no_update BEFORE UPDATE ON payment_reversal
BEGIN SELECT RAISE(ABORT, 'payment_reversal is append only'); END;
CREATE TRIGGER payment_reversal_no_delete BEFORE DELETE ON payment_reversal
BEGIN SELECT RAISE(ABORT, 'payment_reversal is append only'); END;

-- reports 1: the board's figures at the end of each day
CREATE TABLE reports_day (
    bucket INTEGER NOT NULL,
    organisation_id INTEGER NOT NULL,
    day INTEGER NOT NULL,
    expected INTEGER,
    read_count INTEGER,
    pending INTEGER,
    released_bills INTEGER NOT NULL,
    released_fen INTEGER NOT NULL,
    payments_day INTEGER NOT NULL,
    collected_day_fen INTEGER NOT NULL,
    payments_month INTEGER NOT NULL,
    collected_month_fen INTEGER NOT NULL,
    outstanding_fen INTEGER NOT NULL,
    taken_at INTEGER NOT NULL,
    PRIMARY KEY (bucket, organisation_id, day)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER reports_day_no_update BEFORE UPDATE ON reports_day
BEGIN SELECT RAISE(ABORT, 'reports_day is append only'); END;
CREATE TRIGGER reports_day_no_delete BEFORE DELETE ON reports_day
BEGIN SELECT RAISE(ABORT, 'reports_day is append only'); END;
