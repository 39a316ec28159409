-- People, their duties, their sessions.
--
-- Text is compared byte by byte on both engines: the database is made with the C collation.

-- Append-only tables refuse every change through this.
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name;
end
$$;

create table readiness (
    id      bigint not null primary key check (id = 1),
    probes  bigint not null
);

create table people (
    id             uuid        not null primary key,
    national_id    text        not null unique,
    name_ar        text        not null,
    name_en        text        not null,
    -- The folded words of both names, each after a space; never shown.
    search_key     text        not null,
    birth_date     date        not null,
    mobile         text        not null,
    email          text        not null,
    address        jsonb,
    account_type   text        not null constraint people_account_type check (account_type in ('citizen', 'resident', 'business')),
    password_hash  text        not null,
    verified       boolean     not null,
    created_at     timestamptz not null,
    disabled_at    timestamptz
);

-- The same words one by one, so that a beginning of one finds its people without reading all of them.
create table person_names (
    word       text not null,
    person_id  uuid not null references people (id),
    primary key (word, person_id)
);
create index person_names_person on person_names (person_id, word);

create table duties (
    person_id  uuid not null references people (id),
    entity     text not null,
    role       text not null,
    primary key (person_id, entity, role)
);

create table pilot_members (
    national_id  text        not null primary key,
    added_at     timestamptz not null
);

-- The token itself is only in the browser.
create table sessions (
    token_hash    bytea       not null primary key,
    person_id     uuid        not null references people (id),
    csrf          text        not null,
    created_at    timestamptz not null,
    last_seen_at  timestamptz not null,
    idle_until    timestamptz not null,
    expires_at    timestamptz not null
);
create index sessions_person on sessions (person_id);
create index sessions_idle on sessions (idle_until);

-- Also for identity numbers nobody has: an answer must not tell them apart.
create table sign_in_failures (
    national_id  text        not null,
    source       text        not null,
    failures     bigint      not null,
    last_at      timestamptz not null,
    primary key (national_id, source)
);
create index sign_in_failures_last on sign_in_failures (last_at);
