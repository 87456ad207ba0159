-- The letter of an issue as those get it who want more, or less, of its articles than the newsletter's letters hold: made
-- only where somebody does.
create table variants (
    issue_id bigint not null,
    -- conclusion | full
    content varchar(12) not null,
    html text not null,
    plain text not null,
    constraint variants_pk primary key (issue_id, content),
    constraint variants_issue foreign key (issue_id) references issues (id)
);

-- What the reader had chosen when the issue was queued; null where they had not.
alter table deliveries add column content varchar(12);
