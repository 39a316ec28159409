-- Two more kinds of notice, and what kind of failure kept a message back.

-- The kinds of notices are rows, so that a new one is an insert and not a new table.
create table notice_kinds (
    name    text not null primary key
) strict;
insert into notice_kinds (name) values
    ('submitted'), ('payment_asked'), ('payment_near'), ('paid'), ('consent_asked'), ('returned'),
    ('appointment_asked'), ('appointment_booked'), ('appointment_moved'), ('appointment_near'), ('approved'),
    ('issued'), ('rejected'), ('expired'), ('withdrawn'), ('cancelled'), ('draft_ending'),
    ('document_revoked'), ('document_replaced');

create table messages_anew (
    occasion            text    not null,
    person_id           blob    not null references people (id),
    channel             text    not null check (channel in ('portal', 'mail', 'sms')),
    id                  blob    not null,
    kind                text    not null references notice_kinds (name),
    reference           text    not null,
    service_id          text    not null,
    data                text    not null check (json_valid(data)),
    at                  text    not null,
    read_at             text,
    state               text    not null check (state in ('queued', 'underway', 'sent', 'dead', 'dropped')),
    tries               integer not null,
    -- Counts those the other house put off or refused.
    failures            integer not null,
    run_after           text    not null,
    provider_reference  text,
    reason              text,
    done_at             text,
    handled_by          blob    references people (id),
    -- Counts the tries when nobody was there. The program of the release before does not know it.
    aways               integer not null default 0,
    -- What kind of failure the last one was.
    failed_as           text    constraint messages_failed_as check (failed_as in ('refused', 'put_off', 'away')),
    primary key (occasion, person_id, channel)
) strict;
insert into messages_anew (occasion, person_id, channel, id, kind, reference, service_id, data, at, read_at, state,
                           tries, failures, run_after, provider_reference, reason, done_at, handled_by)
select occasion, person_id, channel, id, kind, reference, service_id, data, at, read_at, state,
       tries, failures, run_after, provider_reference, reason, done_at, handled_by from messages;
drop table messages;
alter table messages_anew rename to messages;
create index messages_of_person on messages (person_id, id) where channel = 'portal';
create index messages_unread on messages (person_id) where channel = 'portal' and read_at is null;
create index messages_due on messages (channel, run_after, id) where state in ('queued', 'underway');
create index messages_dead on messages (id) where state = 'dead';
create index messages_done on messages (done_at) where channel <> 'portal' and done_at is not null;
