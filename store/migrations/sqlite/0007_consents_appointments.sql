-- Steps at which somebody outside the ministry acts: another person agrees, or the applicant comes.

create table consents (
    id              blob not null primary key,
    application_id  blob not null references applications (id),
    step            text not null,
    -- Who is asked, as the application names the person: an account may not exist yet.
    party_number    text not null,
    asked_at        text not null,
    expires_on      text,
    -- None while it waits; `given`, `refused`, or `void` when nobody needs it any more.
    answer          text constraint consents_answer check (answer in ('given', 'refused', 'void')),
    answered_at     text,
    answered_by     blob references people (id),
    version         integer not null
) strict;
create unique index consents_open on consents (application_id, step) where answer is null;
create index consents_party on consents (party_number, id) where answer is null;

create table appointments (
    id              blob not null primary key,
    application_id  blob not null references applications (id),
    step            text not null,
    office          text not null,
    -- Local time at the office, `2026-12-03T10:20`: an office does not move when the clocks do.
    starts_at       text not null,
    minutes         integer not null,
    -- How often it was moved.
    moves           integer not null,
    state           text not null constraint appointments_state check (state in ('booked', 'kept', 'missed', 'cancelled')),
    booked_at       text not null,
    version         integer not null
) strict;
create unique index appointments_slot on appointments (office, starts_at) where state = 'booked';
create unique index appointments_open on appointments (application_id, step) where state = 'booked';
create index appointments_application on appointments (application_id, id);
