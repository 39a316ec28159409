-- Files on their way, piece by piece, and what the virus scanner says about those that are there.

alter table uploads add column scan text not null default 'not_scanned'
    constraint uploads_scan check (scan in ('pending', 'clean', 'infected', 'not_scanned'));
create index uploads_pending on uploads (id) where scan = 'pending';

-- Written before the first byte is kept, so that whatever is left of a file that never became one is found and removed.
create table arriving_uploads (
    id              uuid        not null primary key,
    application_id  uuid        not null references applications (id),
    field           text        not null,
    name            text        not null,
    -- Tells the same file of the same person again after the page was closed.
    fingerprint     text        not null,
    size            bigint      not null check (size > 0),
    received        bigint      not null check (received between 0 and size),
    -- Storage keys of the pieces, in order.
    parts           jsonb       not null,
    storage_key     text        not null unique,
    created_at      timestamptz not null
);
create index arriving_uploads_application on arriving_uploads (application_id, id);
create index arriving_uploads_created on arriving_uploads (created_at, id);
