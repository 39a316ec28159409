-- What a queue is narrowed down and sorted by stands in the task itself, so that an index alone answers.

alter table tasks add column urgent integer not null default 0 check (urgent in (0, 1));
alter table tasks add column resent integer not null default 0 check (resent in (0, 1));
-- When the application was sent; a queue by age goes by it.
alter table tasks add column sent_at text not null default '0001-01-01T00:00:00.000000Z';

-- A trigger, not the program: the program of the release before opens tasks while this one starts.
create trigger tasks_filled after insert on tasks
begin
    update tasks
       set (urgent, sent_at) = (select urgent, coalesce(submitted_at, new.opened_at)
                                  from applications where id = new.application_id),
           resent = exists (select 1 from tasks earlier
                             where earlier.application_id = new.application_id
                               and earlier.outcome = 'return_for_correction')
     where id = new.id;
end;
update tasks
   set urgent = a.urgent, sent_at = coalesce(a.submitted_at, tasks.opened_at),
       resent = exists (select 1 from tasks earlier
                         where earlier.application_id = tasks.application_id
                           and earlier.outcome = 'return_for_correction')
  from applications a
 where a.id = tasks.application_id;

-- One stretch of these is a desk, most urgent or oldest first; what stands behind the key narrows it without a look at
-- the table.
drop index tasks_queue;
drop index tasks_available;
create index tasks_queue on tasks (entity, role, due_order, id, service_id, step, urgent, resent, assignee_id)
    where closed_at is null;
create index tasks_age on tasks (entity, role, sent_at, id, service_id, step, urgent, resent, assignee_id, due_order)
    where closed_at is null;
create index tasks_available on tasks (entity, role, due_order, id) where closed_at is null and assignee_id is null;
-- Cases that stand with the applicant, a payer, another person or another body, those that stand longest first.
create index applications_waiting on applications (service_id, updated_at, id)
    where status in ('awaiting_payment', 'awaiting_consent', 'returned', 'awaiting_appointment', 'awaiting_external');
-- Who may be given the work of a role.
create index duties_held on duties (entity, role, person_id);

drop view open_tasks;
create view open_tasks as
select t.id, t.application_id, t.service_id, t.step, t.entity, t.role, t.assignee_id, t.opened_at, t.due_on,
       t.due_order, t.sent_at, t.version, t.urgent, t.resent, a.reference, a.definition_hash, a.submitted_at,
       a.applicant_id, p.name_ar as applicant_ar, p.name_en as applicant_en, p.national_id as applicant_number,
       p.search_key as applicant_key,
       s.name_ar as assignee_ar, s.name_en as assignee_en
  from tasks t
  join applications a on a.id = t.application_id
  join people p on p.id = a.applicant_id
  left join people s on s.id = t.assignee_id
 where t.closed_at is null;

-- What an officer wants done with several cases at once. It waits a while, in which it can be called back.
create table bulk_actions (
    id          blob not null primary key,
    person_id   blob not null references people (id),
    kind        text not null constraint bulk_actions_kind check (kind in ('take', 'release', 'hand_over', 'decide')),
    -- The action of a decision.
    action      text,
    -- Who is given the work; none: the queue.
    to_id       blob references people (id),
    reason      text,
    state       text not null constraint bulk_actions_state check (state in ('drafted', 'waiting', 'done', 'undone')),
    created_at  text not null,
    -- When it is carried out, once it is confirmed.
    run_after   text
) strict;
create index bulk_actions_person on bulk_actions (person_id, id);
create index bulk_actions_waiting on bulk_actions (run_after, id) where state = 'waiting';
create index bulk_actions_drafted on bulk_actions (created_at, id) where state = 'drafted';

create table bulk_items (
    bulk_id    blob    not null references bulk_actions (id),
    number     integer not null,
    task_id    blob    not null references tasks (id),
    -- As the officer saw it: a case somebody touched since is left alone.
    version    integer not null,
    state      text    not null constraint bulk_items_state check (state in ('open', 'done', 'left_out')),
    -- Why it was left out.
    why        text,
    primary key (bulk_id, number)
) strict;
create unique index bulk_items_task on bulk_items (task_id, bulk_id);

create table saved_views (
    id          blob not null primary key,
    person_id   blob not null references people (id),
    name        text not null,
    -- The part of an address behind the question mark.
    query       text not null,
    created_at  text not null
) strict;
create unique index saved_views_person on saved_views (person_id, name);

insert into event_kinds (name) values ('reassigned');
