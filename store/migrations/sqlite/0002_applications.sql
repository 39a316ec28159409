-- Applications, what is being filled in, and the files attached.

create table applications (
    id               blob    not null primary key,
    reference        text    not null unique,
    -- Made with the form that starts it, so that pressing twice starts one.
    start_key        blob    not null unique,
    service_id       text    not null,
    ministry_id      text    not null,
    -- Which text of the service's file it was started under.
    definition_hash  text    not null,
    applicant_id     blob    not null references people (id),
    subject_name     text,
    status           text    not null constraint applications_status check (status in (
        'draft', 'submitted', 'awaiting_payment', 'awaiting_consent', 'in_review', 'returned',
        'awaiting_appointment', 'awaiting_inspection', 'awaiting_external', 'approved', 'issued',
        'rejected', 'withdrawn', 'cancelled', 'expired')),
    step             text,
    resume_step      text,
    -- As typed, frozen when it is sent.
    raw_answers      text    check (json_valid(raw_answers)),
    facts            text    check (json_valid(facts)),
    correction       text    check (json_valid(correction)),
    urgent           integer not null check (urgent in (0, 1)),
    created_at       text    not null,
    updated_at       text    not null,
    submitted_at     text,
    due_on           text,
    expires_on       text,
    ended_at         text,
    version          integer not null
) strict;
create index applications_applicant on applications (applicant_id, id);
create index applications_expires on applications (expires_on, id)
    where expires_on is not null and ended_at is null;

create table draft_pages (
    application_id  blob not null references applications (id),
    page            text not null,
    answers         text not null check (json_valid(answers)),
    -- The fields that were on the page when it was sent: only those are told what is wrong.
    shown           text not null check (json_valid(shown)),
    updated_at      text not null,
    primary key (application_id, page)
) strict;

create table uploads (
    id              blob    not null primary key,
    application_id  blob    not null references applications (id),
    field           text    not null,
    name            text    not null,
    content_type    text    not null,
    size            integer not null check (size >= 0),
    sha256          text    not null,
    storage_key     text    not null unique,
    created_at      text    not null,
    removed_at      text
) strict;
create index uploads_application on uploads (application_id, id);
