-- People, their duties, their sessions.
--
-- Times are text of one length in UTC, days are text, keys are sixteen bytes, yes and no are 1 and 0.

create table readiness (
    id      integer not null primary key check (id = 1),
    probes  integer not null
) strict;

create table people (
    id             blob    not null primary key,
    national_id    text    not null unique,
    name_ar        text    not null,
    name_en        text    not null,
    -- The folded words of both names, each after a space; never shown.
    search_key     text    not null,
    birth_date     text    not null,
    mobile         text    not null,
    email          text    not null,
    address        text    check (json_valid(address)),
    account_type   text    not null constraint people_account_type check (account_type in ('citizen', 'resident', 'business')),
    password_hash  text    not null,
    verified       integer not null check (verified in (0, 1)),
    created_at     text    not null,
    disabled_at    text
) strict;

-- The same words one by one, so that a beginning of one finds its people without reading all of them.
create table person_names (
    word       text not null,
    person_id  blob not null references people (id),
    primary key (word, person_id)
) strict, without rowid;
create index person_names_person on person_names (person_id, word);

create table duties (
    person_id  blob not null references people (id),
    entity     text not null,
    role       text not null,
    primary key (person_id, entity, role)
) strict, without rowid;

create table pilot_members (
    national_id  text not null primary key,
    added_at     text not null
) strict, without rowid;

-- The token itself is only in the browser.
create table sessions (
    token_hash    blob not null primary key,
    person_id     blob not null references people (id),
    csrf          text not null,
    created_at    text not null,
    last_seen_at  text not null,
    idle_until    text not null,
    expires_at    text not null
) strict;
create index sessions_person on sessions (person_id);
create index sessions_idle on sessions (idle_until);

-- Also for identity numbers nobody has: an answer must not tell them apart.
create table sign_in_failures (
    national_id  text    not null,
    source       text    not null,
    failures     integer not null,
    last_at      text    not null,
    primary key (national_id, source)
) strict, without rowid;
create index sign_in_failures_last on sign_in_failures (last_at);
