-- The files of services as they were: whoever applied under one goes on under it.

create table service_definitions (
    -- SHA-256 of the file, hex.
    hash        text not null primary key check (length(hash) = 64),
    service_id  text not null,
    content     text not null check (json_valid(content)),
    added_at    text not null
) strict;
create index service_definitions_by_service on service_definitions (service_id, added_at);

-- Anew, with the file each was sent under: steps are named in it.
drop view open_tasks;
create view open_tasks as
select t.id, t.application_id, t.service_id, t.step, t.entity, t.role, t.assignee_id, t.opened_at, t.due_on,
       t.due_order, t.version, a.reference, a.definition_hash, a.submitted_at, a.urgent,
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

-- The kinds of events are rows, so that a new one is an insert and not a new table.
create table event_kinds (
    name    text not null primary key
) strict;
insert into event_kinds (name) values
    ('started'), ('submitted'), ('payment_asked'), ('payment_started'), ('paid'), ('nothing_due'),
    ('payment_failed'), ('consent_asked'), ('review_started'), ('taken'), ('released'),
    ('exemption_confirmed'), ('exemption_refused'), ('appointment_asked'), ('inspection_asked'),
    ('external_asked'), ('registry_checked'), ('returned'), ('approved'), ('rejected'), ('issued'),
    ('expired'), ('withdrawn'), ('cancelled'), ('case_read'), ('attachment_read'), ('consent_given'),
    ('consent_refused'), ('appointment_booked'), ('appointment_missed'), ('body_agreed'), ('body_objected');

create table events_anew (
    id              blob    not null primary key,
    application_id  blob,
    at              text    not null,
    actor_kind      text    not null check (actor_kind in ('person', 'system', 'visitor')),
    actor_id        blob,
    actor_name      text    check (json_valid(actor_name)),
    kind            text    not null references event_kinds (name),
    step            text,
    note            text,
    data            text    not null check (json_valid(data)),
    public          integer not null check (public in (0, 1))
) strict;
insert into events_anew select id, application_id, at, actor_kind, actor_id, actor_name, kind, step, note, data, public from events;
drop table events;
alter table events_anew rename to events;
create index events_application on events (application_id, id);
create trigger events_no_update before update on events
begin select raise(abort, 'events is append-only'); end;
create trigger events_no_delete before delete on events
begin select raise(abort, 'events is append-only'); end;
