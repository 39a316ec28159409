-- Remarks about the portal. They carry no personal data: who sent one is not kept.

create table feedback (
    id        uuid        not null primary key,
    at        timestamptz not null,
    language  text        not null constraint feedback_language check (language in ('ar', 'en')),
    rating    bigint      check (rating between 1 and 5),
    remark    text        not null
);
