-- Two more kinds of notice, and what kind of failure kept a message back.

-- The kinds of notices are rows, so that a new one is an insert and not a new table.
create table notice_kinds (
    name    text not null primary key
);
insert into notice_kinds (name) values
    ('submitted'), ('payment_asked'), ('payment_near'), ('paid'), ('consent_asked'), ('returned'),
    ('appointment_asked'), ('appointment_booked'), ('appointment_moved'), ('appointment_near'), ('approved'),
    ('issued'), ('rejected'), ('expired'), ('withdrawn'), ('cancelled'), ('draft_ending'),
    ('document_revoked'), ('document_replaced');
alter table messages drop constraint messages_kind;
alter table messages add foreign key (kind) references notice_kinds (name);

-- Counts the tries when nobody was there. The program of the release before does not know it.
alter table messages add column aways bigint not null default 0;
-- What kind of failure the last one was.
alter table messages add column failed_as text
    constraint messages_failed_as check (failed_as in ('refused', 'put_off', 'away'));
