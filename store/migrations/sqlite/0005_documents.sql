-- Documents issued to citizens. The code is what anyone may check.

create table documents_issued (
    id              blob not null primary key,
    application_id  blob not null references applications (id),
    number          text not null unique,
    code            text not null unique,
    service_id      text not null,
    kind            text not null,
    title           text not null check (json_valid(title)),
    fields          text not null check (json_valid(fields)),
    -- All that a check shows.
    public_fields   text not null check (json_valid(public_fields)),
    language        text not null constraint documents_issued_language check (language in ('ar', 'en')),
    issued_at       text not null,
    valid_until     text,
    status          text not null constraint documents_issued_status check (status in ('valid', 'revoked')),
    issued_by       blob references people (id)
) strict;
create index documents_issued_application on documents_issued (application_id, id);
