-- What the registries said for an application: one reply for each data set, asked once.

create table registry_replies (
    application_id  blob not null references applications (id),
    data_set        text not null,
    -- SHA-256 of the question, hex: another question is asked anew.
    question        text not null,
    reply           text not null check (json_valid(reply)),
    fetched_at      text not null,
    primary key (application_id, data_set)
) strict;
