-- Documents that are revoked, and what took their place.

alter table documents_issued add column revoked_at timestamptz;
alter table documents_issued add column revoked_by uuid references people (id);
-- What the holder reads; whoever checks the document does not.
alter table documents_issued add column revoked_reason text;
-- The document this one was issued instead of.
alter table documents_issued add column replaces uuid references documents_issued (id);
create unique index documents_issued_replaces on documents_issued (replaces) where replaces is not null;

insert into event_kinds (name) values ('document_read'), ('document_revoked'), ('document_replaced');
