-- What a reader is still to get of what was published for all: because they want it together with what follows, had
-- paused, or want only some articles of an issue. One row for a reader and an article, ever, so that nobody gets it
-- twice; rows that are selected from subscriptions and issues need no check that these are there.
create table arrears (
    subscription_id bigint not null,
    article_id bigint not null,
    -- The issue that all others got it in.
    issue_id bigint not null,
    -- When that was published.
    owed_at timestamp with time zone not null,
    -- The digest in which the reader gets it; null as long as there is none.
    digest_id bigint,
    constraint arrears_pk primary key (subscription_id, article_id)
);
create index arrears_digest on arrears (digest_id, subscription_id);
create index arrears_issue on arrears (issue_id);

-- main: for everybody | digest: of articles that were published before, for those readers who are still to get them
alter table issues add column edition varchar(8) default 'main' not null;

-- html | text, as the reader had chosen when the issue was queued; null where they had not.
alter table deliveries add column format varchar(4);
