-- The legal clock: a day and the working days from it, so that a holiday announced late moves what is due.

-- Since when it runs; null with days: it stands still; null without: it has not started.
alter table applications add column clock_from text;
alter table applications add column clock_days integer;
-- Whose local holidays count.
alter table applications add column governorate text;
create index applications_due on applications (due_on, id) where ended_at is null and due_on is not null;

-- Since when, and how many working days the step is given; null when its day is one that somebody chose.
alter table tasks add column clock_from text;
alter table tasks add column clock_days integer;
alter table tasks add column escalated_at text;
create index tasks_not_escalated on tasks (due_on, id) where closed_at is null and escalated_at is null;

-- Holidays by decision of the Cabinet, beside those of every year; a moved one is a day that is open and one that is not.
create table calendar_days (
    id              blob    not null primary key,
    day             text    not null,
    -- Empty: everywhere.
    governorate     text    not null,
    is_open         integer not null check (is_open in (0, 1)),
    name_ar         text    not null,
    name_en         text    not null,
    added_by        blob    not null references people (id),
    added_at        text    not null,
    withdrawn_by    blob    references people (id),
    withdrawn_at    text,
    -- When what is open was worked out anew.
    applied_at      text
) strict;
create unique index calendar_days_day on calendar_days (day, governorate) where withdrawn_at is null;

insert into event_kinds (name) values ('escalated');
