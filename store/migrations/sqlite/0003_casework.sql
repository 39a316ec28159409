-- The work of the ministries, and the history of everything.

create table tasks (
    id              blob    not null primary key,
    application_id  blob    not null references applications (id),
    -- The application's, repeated here for the index.
    service_id      text    not null,
    step            text    not null,
    entity          text    not null,
    role            text    not null,
    assignee_id     blob    references people (id),
    opened_at       text    not null,
    due_on          text,
    -- A task without a last day comes after all others.
    due_order       text    not null generated always as (coalesce(due_on, '9999-12-31')) stored,
    closed_at       text,
    action          text,
    outcome         text,
    decided_by      blob    references people (id),
    note            text,
    version         integer not null
) strict;
create unique index tasks_open on tasks (application_id, step) where closed_at is null;
create index tasks_application on tasks (application_id, id);
-- The queue of a desk, most urgent first: all of it, what nobody has, and what one officer has. Each list is one
-- stretch of one of these, and each count reads nothing else.
create index tasks_queue on tasks (entity, role, due_order, id, service_id) where closed_at is null;
create index tasks_available on tasks (entity, role, due_order, id, service_id)
    where closed_at is null and assignee_id is null;
create index tasks_mine on tasks (assignee_id, due_order, id) where closed_at is null and assignee_id is not null;

-- Append-only. It points to no other table: the history outlives what it is about.
create table events (
    id              blob    not null primary key,
    application_id  blob,
    at              text    not null,
    actor_kind      text    not null constraint events_actor_kind check (actor_kind in ('person', 'system', 'visitor')),
    actor_id        blob,
    actor_name      text    check (json_valid(actor_name)),
    kind            text    not null constraint events_kind check (kind in (
        'started', 'submitted', 'payment_asked', 'payment_started', 'paid', 'nothing_due', 'payment_failed',
        'consent_asked', 'review_started', 'taken', 'released', 'exemption_confirmed', 'exemption_refused',
        'appointment_asked', 'inspection_asked', 'external_asked', 'registry_checked', 'returned', 'approved',
        'rejected', 'issued', 'expired', 'withdrawn', 'cancelled', 'case_read', 'attachment_read',
        'consent_given', 'consent_refused', 'appointment_booked', 'appointment_missed', 'body_agreed',
        'body_objected')),
    step            text,
    note            text,
    data            text    not null check (json_valid(data)),
    public          integer not null check (public in (0, 1))
) strict;
create index events_application on events (application_id, id);

create trigger events_no_update before update on events
begin select raise(abort, 'events is append-only'); end;
create trigger events_no_delete before delete on events
begin select raise(abort, 'events is append-only'); end;

-- A queue's row with what is shown beside it. A view costs nothing: it is put in the place of its name.
create view open_tasks as
select t.id, t.application_id, t.service_id, t.step, t.entity, t.role, t.assignee_id, t.opened_at, t.due_on,
       t.due_order, t.version, a.reference, a.submitted_at, a.urgent,
       p.name_ar as applicant_ar, p.name_en as applicant_en, p.national_id as applicant_number,
       p.search_key as applicant_key,
       s.name_ar as assignee_ar, s.name_en as assignee_en,
       -- Not `exists`: PostgreSQL would answer it for all tasks at once, though a page shows few.
       coalesce((select true from tasks earlier
                  where earlier.application_id = t.application_id and earlier.outcome = 'return_for_correction'
                  limit 1), false) as resent
  from tasks t
  join applications a on a.id = t.application_id
  join people p on p.id = a.applicant_id
  left join people s on s.id = t.assignee_id
 where t.closed_at is null;
