-- What one body asks another about a case, beside the workflow: the case stays where it is.

create table opinions (
    -- Made with the form, so that pressing twice asks once.
    id              blob    not null primary key,
    application_id  blob    not null references applications (id),
    -- The body that is asked.
    entity          text    not null,
    -- The desk that asks, and who sat there.
    asker_entity    text    not null,
    asker_role      text    not null,
    asker_id        blob    not null references people (id),
    asker_name      text    not null check (json_valid(asker_name)),
    question        text    not null,
    asked_at        text    not null,
    due_on          text    not null,
    state           text    not null constraint opinions_state check (state in ('waiting', 'given', 'withdrawn', 'void')),
    answer          text,
    answered_by     blob    references people (id),
    answerer_name   text    check (json_valid(answerer_name)),
    ended_at        text,
    version         integer not null
) strict;
create index opinions_application on opinions (application_id, asked_at, id);
create unique index opinions_open on opinions (application_id, entity) where state = 'waiting';
create index opinions_asked on opinions (entity, due_on, id) where state = 'waiting';
create index opinions_awaited on opinions (asker_entity, due_on, id) where state = 'waiting';

insert into event_kinds (name) values ('opinion_asked'), ('opinion_given'), ('opinion_withdrawn');
