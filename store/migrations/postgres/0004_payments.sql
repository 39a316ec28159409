-- What is owed, what was tried, what came, and the books. All amounts are whole minor units.

create table invoices (
    id              uuid        not null primary key,
    bill_number     text        not null unique,
    application_id  uuid        not null references applications (id),
    stage           text        not null,
    agency          text        not null,
    payer_id        uuid        not null references people (id),
    currency        text        not null constraint invoices_currency check (currency in ('ILS', 'JOD', 'USD')),
    total_minor     bigint      not null check (total_minor >= 0),
    state           text        not null constraint invoices_state check (state in (
        'issued', 'paid', 'exempted', 'cancelled', 'expired')),
    created_at      timestamptz not null,
    expires_on      date,
    version         bigint      not null
);
-- A cancelled invoice makes room for the one that replaces it.
create unique index invoices_stage on invoices (application_id, stage, currency) where state <> 'cancelled';
create index invoices_expires on invoices (expires_on, id) where state = 'issued' and expires_on is not null;

create table invoice_lines (
    invoice_id          uuid   not null references invoices (id),
    number              bigint not null,
    code                text   not null,
    label               jsonb  not null,
    kind                text   not null,
    quantity            bigint not null,
    unit_minor          bigint,
    amount_minor        bigint not null,
    basis               text   not null,
    exemption_category  text,
    primary key (invoice_id, number)
);

create table payment_attempts (
    id             uuid        not null primary key,
    invoice_id     uuid        not null references invoices (id),
    provider       text        not null,
    reference      text        not null unique,
    -- Made with the form, so that pressing twice tries once.
    form_key       uuid        not null unique,
    amount_minor   bigint      not null check (amount_minor > 0),
    currency       text        not null constraint payment_attempts_currency check (currency in ('ILS', 'JOD', 'USD')),
    state          text        not null constraint payment_attempts_state check (state in (
        'created', 'dispatching', 'awaiting_payer', 'processing', 'unknown', 'needs_review',
        'succeeded', 'failed', 'cancelled', 'expired')),
    redirect_url   text,
    provider_id    text,
    created_at     timestamptz not null,
    updated_at     timestamptz not null,
    expires_at     timestamptz not null,
    next_check_at  timestamptz,
    checks         bigint      not null,
    decline        text,
    late           boolean     not null,
    version        bigint      not null
);
-- One live attempt per invoice: while money may still come from one, there is no second.
create unique index payment_attempts_live on payment_attempts (invoice_id) where state in (
    'created', 'dispatching', 'awaiting_payer', 'processing', 'unknown', 'needs_review');
create index payment_attempts_invoice on payment_attempts (invoice_id, id);
create index payment_attempts_check on payment_attempts (next_check_at, id) where next_check_at is not null;

-- What is to be asked of a provider, written down before it is asked.
create table provider_commands (
    id           uuid        not null primary key,
    attempt_id   uuid        not null references payment_attempts (id),
    kind         text        not null constraint provider_commands_kind check (kind in ('create')),
    state        text        not null constraint provider_commands_state check (state in ('waiting', 'leased', 'done')),
    -- Counts the leases; whoever finishes must name the number it was given.
    tries        bigint      not null,
    run_after    timestamptz not null,
    lease_until  timestamptz,
    unique (attempt_id, kind)
);
create index provider_commands_due on provider_commands (run_after, id) where state <> 'done';

-- What providers told us, as it arrived.
create table provider_events (
    provider     text        not null,
    dedup_key    text        not null,
    received_at  timestamptz not null,
    reference    text,
    kind         text        not null,
    body_sha256  text        not null,
    body         bytea       not null,
    state        text        not null constraint provider_events_state check (state in (
        'received', 'applied', 'noop', 'parked', 'rejected')),
    reason       text,
    tries        bigint      not null,
    next_try_at  timestamptz not null,
    primary key (provider, dedup_key)
);
create index provider_events_due on provider_events (next_try_at) where state in ('received', 'parked');

-- The row that *is* "paid once". Append-only.
create table settlements (
    invoice_id  uuid        not null primary key references invoices (id),
    attempt_id  uuid        not null unique references payment_attempts (id),
    settled_at  timestamptz not null
);

-- Append-only double entry: one account is debited, another credited, so all accounts add up to nothing.
create table ledger_transfers (
    id            uuid        not null primary key,
    debit         text        not null,
    credit        text        not null check (credit <> debit),
    amount_minor  bigint      not null check (amount_minor > 0),
    currency      text        not null constraint ledger_transfers_currency check (currency in ('ILS', 'JOD', 'USD')),
    reason        text        not null,
    subject       text        not null,
    at            timestamptz not null,
    unique (reason, subject)
);

create table receipt_counters (
    agency  text   not null,
    year    bigint not null,
    last    bigint not null,
    primary key (agency, year)
);

-- Append-only, numbered without gaps for each agency and year, each sealed with the hash of the one before.
create table receipts (
    id               uuid        not null primary key,
    agency           text        not null,
    year             bigint      not null,
    number           bigint      not null,
    text_number      text        not null unique,
    invoice_id       uuid        not null unique references invoices (id),
    amount_minor     bigint      not null check (amount_minor >= 0),
    currency         text        not null constraint receipts_currency check (currency in ('ILS', 'JOD', 'USD')),
    issued_at        timestamptz not null,
    previous_sha256  text        not null,
    sha256           text        not null,
    unique (agency, year, number)
);

create trigger settlements_no_change before update or delete or truncate on settlements
    for each statement execute function refuse_change();
create trigger ledger_transfers_no_change before update or delete or truncate on ledger_transfers
    for each statement execute function refuse_change();
create trigger receipts_no_change before update or delete or truncate on receipts
    for each statement execute function refuse_change();
