-- Applications, what is being filled in, and the files attached.

create table applications (
    id               uuid        not null primary key,
    reference        text        not null unique,
    -- Made with the form that starts it, so that pressing twice starts one.
    start_key        uuid        not null unique,
    service_id       text        not null,
    ministry_id      text        not null,
    -- Which text of the service's file it was started under.
    definition_hash  text        not null,
    applicant_id     uuid        not null references people (id),
    subject_name     text,
    status           text        not null constraint applications_status check (status in (
        'draft', 'submitted', 'awaiting_payment', 'awaiting_consent', 'in_review', 'returned',
        'awaiting_appointment', 'awaiting_inspection', 'awaiting_external', 'approved', 'issued',
        'rejected', 'withdrawn', 'cancelled', 'expired')),
    step             text,
    resume_step      text,
    -- As typed, frozen when it is sent.
    raw_answers      jsonb,
    facts            jsonb,
    correction       jsonb,
    urgent           boolean     not null,
    created_at       timestamptz not null,
    updated_at       timestamptz not null,
    submitted_at     timestamptz,
    due_on           date,
    expires_on       date,
    ended_at         timestamptz,
    version          bigint      not null
);
create index applications_applicant on applications (applicant_id, id);
create index applications_expires on applications (expires_on, id)
    where expires_on is not null and ended_at is null;

create table draft_pages (
    application_id  uuid        not null references applications (id),
    page            text        not null,
    answers         jsonb       not null,
    -- The fields that were on the page when it was sent: only those are told what is wrong.
    shown           jsonb       not null,
    updated_at      timestamptz not null,
    primary key (application_id, page)
);

create table uploads (
    id              uuid        not null primary key,
    application_id  uuid        not null references applications (id),
    field           text        not null,
    name            text        not null,
    content_type    text        not null,
    size            bigint      not null check (size >= 0),
    sha256          text        not null,
    storage_key     text        not null unique,
    created_at      timestamptz not null,
    removed_at      timestamptz
);
create index uploads_application on uploads (application_id, id);
