-- What is owed, what was tried, what came, and the books. All amounts are whole minor units.

create table invoices (
    id              blob    not null primary key,
    bill_number     text    not null unique,
    application_id  blob    not null references applications (id),
    stage           text    not null,
    agency          text    not null,
    payer_id        blob    not null references people (id),
    currency        text    not null constraint invoices_currency check (currency in ('ILS', 'JOD', 'USD')),
    total_minor     integer not null check (total_minor >= 0),
    state           text    not null constraint invoices_state check (state in (
        'issued', 'paid', 'exempted', 'cancelled', 'expired')),
    created_at      text    not null,
    expires_on      text,
    version         integer not null
) strict;
-- A cancelled invoice makes room for the one that replaces it.
create unique index invoices_stage on invoices (application_id, stage, currency) where state <> 'cancelled';
create index invoices_expires on invoices (expires_on, id) where state = 'issued' and expires_on is not null;

create table invoice_lines (
    invoice_id          blob    not null references invoices (id),
    number              integer not null,
    code                text    not null,
    label               text    not null check (json_valid(label)),
    kind                text    not null,
    quantity            integer not null,
    unit_minor          integer,
    amount_minor        integer not null,
    basis               text    not null,
    exemption_category  text,
    primary key (invoice_id, number)
) strict;

create table payment_attempts (
    id             blob    not null primary key,
    invoice_id     blob    not null references invoices (id),
    provider       text    not null,
    reference      text    not null unique,
    -- Made with the form, so that pressing twice tries once.
    form_key       blob    not null unique,
    amount_minor   integer not null check (amount_minor > 0),
    currency       text    not null constraint payment_attempts_currency check (currency in ('ILS', 'JOD', 'USD')),
    state          text    not null constraint payment_attempts_state check (state in (
        'created', 'dispatching', 'awaiting_payer', 'processing', 'unknown', 'needs_review',
        'succeeded', 'failed', 'cancelled', 'expired')),
    redirect_url   text,
    provider_id    text,
    created_at     text    not null,
    updated_at     text    not null,
    expires_at     text    not null,
    next_check_at  text,
    checks         integer not null,
    decline        text,
    late           integer not null check (late in (0, 1)),
    version        integer not null
) strict;
-- One live attempt per invoice: while money may still come from one, there is no second.
create unique index payment_attempts_live on payment_attempts (invoice_id) where state in (
    'created', 'dispatching', 'awaiting_payer', 'processing', 'unknown', 'needs_review');
create index payment_attempts_invoice on payment_attempts (invoice_id, id);
create index payment_attempts_check on payment_attempts (next_check_at, id) where next_check_at is not null;

-- What is to be asked of a provider, written down before it is asked.
create table provider_commands (
    id           blob    not null primary key,
    attempt_id   blob    not null references payment_attempts (id),
    kind         text    not null constraint provider_commands_kind check (kind in ('create')),
    state        text    not null constraint provider_commands_state check (state in ('waiting', 'leased', 'done')),
    -- Counts the leases; whoever finishes must name the number it was given.
    tries        integer not null,
    run_after    text    not null,
    lease_until  text,
    unique (attempt_id, kind)
) strict;
create index provider_commands_due on provider_commands (run_after, id) where state <> 'done';

-- What providers told us, as it arrived.
create table provider_events (
    provider     text    not null,
    dedup_key    text    not null,
    received_at  text    not null,
    reference    text,
    kind         text    not null,
    body_sha256  text    not null,
    body         blob    not null,
    state        text    not null constraint provider_events_state check (state in (
        'received', 'applied', 'noop', 'parked', 'rejected')),
    reason       text,
    tries        integer not null,
    next_try_at  text    not null,
    primary key (provider, dedup_key)
) strict;
create index provider_events_due on provider_events (next_try_at) where state in ('received', 'parked');

-- The row that *is* "paid once". Append-only.
create table settlements (
    invoice_id  blob not null primary key references invoices (id),
    attempt_id  blob not null unique references payment_attempts (id),
    settled_at  text not null
) strict;

-- Append-only double entry: one account is debited, another credited, so all accounts add up to nothing.
create table ledger_transfers (
    id            blob    not null primary key,
    debit         text    not null,
    credit        text    not null check (credit <> debit),
    amount_minor  integer not null check (amount_minor > 0),
    currency      text    not null constraint ledger_transfers_currency check (currency in ('ILS', 'JOD', 'USD')),
    reason        text    not null,
    subject       text    not null,
    at            text    not null,
    unique (reason, subject)
) strict;

create table receipt_counters (
    agency  text    not null,
    year    integer not null,
    last    integer not null,
    primary key (agency, year)
) strict, without rowid;

-- Append-only, numbered without gaps for each agency and year, each sealed with the hash of the one before.
create table receipts (
    id               blob    not null primary key,
    agency           text    not null,
    year             integer not null,
    number           integer not null,
    text_number      text    not null unique,
    invoice_id       blob    not null unique references invoices (id),
    amount_minor     integer not null check (amount_minor >= 0),
    currency         text    not null constraint receipts_currency check (currency in ('ILS', 'JOD', 'USD')),
    issued_at        text    not null,
    previous_sha256  text    not null,
    sha256           text    not null,
    unique (agency, year, number)
) strict;

create trigger settlements_no_update before update on settlements
begin select raise(abort, 'settlements is append-only'); end;
create trigger settlements_no_delete before delete on settlements
begin select raise(abort, 'settlements is append-only'); end;
create trigger ledger_transfers_no_update before update on ledger_transfers
begin select raise(abort, 'ledger_transfers is append-only'); end;
create trigger ledger_transfers_no_delete before delete on ledger_transfers
begin select raise(abort, 'ledger_transfers is append-only'); end;
create trigger receipts_no_update before update on receipts
begin select raise(abort, 'receipts is append-only'); end;
create trigger receipts_no_delete before delete on receipts
begin select raise(abort, 'receipts is append-only'); end;
