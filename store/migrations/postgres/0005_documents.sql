-- Documents issued to citizens. The code is what anyone may check.

create table documents_issued (
    id              uuid        not null primary key,
    application_id  uuid        not null references applications (id),
    number          text        not null unique,
    code            text        not null unique,
    service_id      text        not null,
    kind            text        not null,
    title           jsonb       not null,
    fields          jsonb       not null,
    -- All that a check shows.
    public_fields   jsonb       not null,
    language        text        not null constraint documents_issued_language check (language in ('ar', 'en')),
    issued_at       timestamptz not null,
    valid_until     date,
    status          text        not null constraint documents_issued_status check (status in ('valid', 'revoked')),
    issued_by       uuid        references people (id)
);
create index documents_issued_application on documents_issued (application_id, id);
