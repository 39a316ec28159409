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
