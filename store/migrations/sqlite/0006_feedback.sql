-- Remarks about the portal. They carry no personal data: who sent one is not kept.

create table feedback (
    id        blob not null primary key,
    at        text not null,
    language  text not null constraint feedback_language check (language in ('ar', 'en')),
    rating    integer check (rating between 1 and 5),
    remark    text not null
) strict;
