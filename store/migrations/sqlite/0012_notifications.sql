-- What people are told, and how they want to be told.

-- Whether mail and short messages are wanted; what is decided stands in the portal's messages in any case.
alter table people add column mail_on integer not null default 1 check (mail_on in (0, 1));
alter table people add column sms_on integer not null default 1 check (sms_on in (0, 1));
-- The language somebody chose to be told in; none: the one the portal was last used in.
alter table people add column told_in text constraint people_told_in check (told_in in ('ar', 'en'));
alter table people add column last_used_in text not null default 'ar' constraint people_last_used_in check (last_used_in in ('ar', 'en'));

-- One row for each occasion, person and way. It is written in the transaction of what it tells of, and points to
-- nothing that may be thrown away before it is sent.
create table messages (
    -- What it tells of, the same each time it is tried: no crash makes two of it.
    occasion            text    not null,
    person_id           blob    not null references people (id),
    channel             text    not null constraint messages_channel check (channel in ('portal', 'mail', 'sms')),
    -- The same for each way; lists are in the order of it.
    id                  blob    not null,
    kind                text    not null constraint messages_kind check (kind in (
        'submitted', 'payment_asked', 'payment_near', 'paid', 'consent_asked', 'returned', 'appointment_asked',
        'appointment_booked', 'appointment_moved', 'appointment_near', 'approved', 'issued', 'rejected', 'expired',
        'withdrawn', 'cancelled', 'draft_ending')),
    reference           text    not null,
    service_id          text    not null,
    -- Values of the sentence; the sentence itself is made when it is sent or read.
    data                text    not null check (json_valid(data)),
    at                  text    not null,
    -- The portal's messages only.
    read_at             text,
    state               text    not null constraint messages_state check (state in ('queued', 'underway', 'sent', 'dead', 'dropped')),
    -- Counts the leases; who finishes must name it.
    tries               integer not null,
    -- Counts those the other house put off.
    failures            integer not null,
    -- Not before then; while a worker has it, until when.
    run_after           text    not null,
    provider_reference  text,
    reason              text,
    done_at             text,
    -- Who sent it again, or gave it up.
    handled_by          blob    references people (id),
    primary key (occasion, person_id, channel)
) strict;
create index messages_of_person on messages (person_id, id) where channel = 'portal';
create index messages_unread on messages (person_id) where channel = 'portal' and read_at is null;
create index messages_due on messages (channel, run_after, id) where state in ('queued', 'underway');
create index messages_dead on messages (id) where state = 'dead';
create index messages_done on messages (done_at) where channel <> 'portal' and done_at is not null;

-- Whose day is near is reminded.
create index appointments_coming on appointments (starts_at, id) where state = 'booked';
