-- What one body asks another about a case, beside the workflow: the case stays where it is.

create table opinions (
    -- Made with the form, so that pressing twice asks once.
    id              uuid        not null primary key,
    application_id  uuid        not null references applications (id),
    -- The body that is asked.
    entity          text    not null,
    -- The desk that asks, and who sat there.
    asker_entity    text    not null,
    asker_role      text    not null,
    asker_id        uuid        not null references people (id),
    asker_name      jsonb       not null,
    question        text    not null,
    asked_at        timestamptz not null,
    due_on          date        not null,
    state           text    not null constraint opinions_state check (state in ('waiting', 'given', 'withdrawn', 'void')),
    answer          text,
    answered_by     uuid        references people (id),
    answerer_name   jsonb,
    ended_at        timestamptz,
    version         bigint      not null
);
create index opinions_application on opinions (application_id, asked_at, id);
create unique index opinions_open on opinions (application_id, entity) where state = 'waiting';
create index opinions_asked on opinions (entity, due_on, id) where state = 'waiting';
create index opinions_awaited on opinions (asker_entity, due_on, id) where state = 'waiting';

insert into event_kinds (name) values ('opinion_asked'), ('opinion_given'), ('opinion_withdrawn');
