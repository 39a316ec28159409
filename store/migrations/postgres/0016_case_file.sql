-- What belongs to a case beside the answers: notes of the staff, what was written with the applicant, why it was decided
-- so, and how it was before it was sent again.

-- For the staff alone; the history says that one was written, and not what.
create table case_notes (
    -- Made with the form, so that pressing twice writes one.
    id              uuid        not null primary key,
    application_id  uuid        not null references applications (id),
    -- The field it is about.
    field           text,
    author_id       uuid        not null references people (id),
    author_name     jsonb       not null,
    entity          text        not null,
    at              timestamptz not null,
    text            text        not null
);
create index case_notes_application on case_notes (application_id, at, id);
create trigger case_notes_no_change before update or delete or truncate on case_notes
    for each statement execute function refuse_change();

create table conversation_lines (
    -- Made with the form, so that pressing twice says it once.
    id              uuid        not null primary key,
    application_id  uuid        not null references applications (id),
    side            text        not null constraint conversation_lines_side check (side in ('officer', 'applicant')),
    author_id       uuid        not null references people (id),
    author_name     jsonb       not null,
    -- An officer's desk.
    entity          text,
    role            text,
    at              timestamptz not null,
    text            text        not null
);
create index conversation_lines_application on conversation_lines (application_id, at, id);
create trigger conversation_lines_no_change before update or delete or truncate on conversation_lines
    for each statement execute function refuse_change();

-- The reason chosen from the list: a key of the service's file, or of the general list.
alter table tasks add column reason text;

-- How it was sent before it was sent again.
create table earlier_submissions (
    application_id   uuid        not null references applications (id),
    number           bigint      not null,
    definition_hash  text        not null,
    sent_at          timestamptz not null,
    facts            jsonb       not null,
    primary key (application_id, number)
);

insert into notice_kinds (name) values ('question_asked');
insert into event_kinds (name) values ('note_written'), ('applicant_asked'), ('applicant_answered');
