-- What belongs to a case beside the answers: notes of the staff, what was written with the applicant, why it was decided
-- so, and how it was before it was sent again.

-- For the staff alone; the history says that one was written, and not what.
create table case_notes (
    -- Made with the form, so that pressing twice writes one.
    id              blob    not null primary key,
    application_id  blob    not null references applications (id),
    -- The field it is about.
    field           text,
    author_id       blob    not null references people (id),
    author_name     text    not null check (json_valid(author_name)),
    entity          text    not null,
    at              text    not null,
    text            text    not null
) strict;
create index case_notes_application on case_notes (application_id, at, id);
create trigger case_notes_no_update before update on case_notes
begin select raise(abort, 'case_notes is append-only'); end;
create trigger case_notes_no_delete before delete on case_notes
begin select raise(abort, 'case_notes is append-only'); end;

create table conversation_lines (
    -- Made with the form, so that pressing twice says it once.
    id              blob    not null primary key,
    application_id  blob    not null references applications (id),
    side            text    not null constraint conversation_lines_side check (side in ('officer', 'applicant')),
    author_id       blob    not null references people (id),
    author_name     text    not null check (json_valid(author_name)),
    -- An officer's desk.
    entity          text,
    role            text,
    at              text    not null,
    text            text    not null
) strict;
create index conversation_lines_application on conversation_lines (application_id, at, id);
create trigger conversation_lines_no_update before update on conversation_lines
begin select raise(abort, 'conversation_lines is append-only'); end;
create trigger conversation_lines_no_delete before delete on conversation_lines
begin select raise(abort, 'conversation_lines is append-only'); end;

-- The reason chosen from the list: a key of the service's file, or of the general list.
alter table tasks add column reason text;

-- How it was sent before it was sent again.
create table earlier_submissions (
    application_id   blob    not null references applications (id),
    number           integer not null,
    definition_hash  text    not null,
    sent_at          text    not null,
    facts            text    not null check (json_valid(facts)),
    primary key (application_id, number)
) strict;

insert into notice_kinds (name) values ('question_asked');
insert into event_kinds (name) values ('note_written'), ('applicant_asked'), ('applicant_answered');
