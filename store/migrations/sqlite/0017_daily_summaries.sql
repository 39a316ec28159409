-- Numbers per day, so that nobody counts applications to draw a figure. All rows can be made anew (decision 40).

create table daily_summaries (
    measure       text    not null constraint daily_summaries_measure check (measure in (
        'received', 'ended', 'took', 'decided', 'late', 'paid', 'rated')),
    day           text not null,
    -- The body whose number it is; empty: of the portal as a whole.
    entity        text    not null,
    -- Empty: of no one service.
    service_id    text    not null,
    -- What is told apart: a status, a number of days, an officer, a currency, stars.
    part          text    not null,
    count         integer not null check (count > 0),
    amount_minor  integer not null check (amount_minor >= 0),
    primary key (measure, day, entity, service_id, part)
) strict;

-- The service whose page the remark came from, if any.
alter table feedback add column service_id text;
