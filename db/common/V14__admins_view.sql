-- Why the service has paused an issue by itself; null where it has not.
alter table issues add column reason varchar(2000);

-- How many readers of an issue that is over ended how, so that nobody counts a million rows for a list.
create table tallies (
    issue_id bigint not null,
    status varchar(16) not null,
    deliveries int not null,
    constraint tallies_pk primary key (issue_id, status),
    constraint tallies_issue foreign key (issue_id) references issues (id)
);

-- Between which ids the deliveries of an issue lie; some in between may belong to other issues.
create table audiences (
    issue_id bigint not null,
    first_id bigint not null,
    last_id bigint not null,
    constraint audiences_pk primary key (issue_id),
    constraint audiences_issue foreign key (issue_id) references issues (id)
);
insert into audiences select issue_id, min(id), max(id) from deliveries group by issue_id;

-- How the letters of an issue were received since it last began to go out, counted as it goes.
create table receptions (
    issue_id bigint not null,
    taken int not null,
    bounced int not null,
    -- For the sake of the sender or the content.
    refused int not null,
    complained int not null,
    -- When an admin let it go on; null where none has.
    since timestamp with time zone,
    constraint receptions_pk primary key (issue_id),
    constraint receptions_issue foreign key (issue_id) references issues (id)
);

-- When its reader complained about a letter.
alter table deliveries add column complained_at timestamp with time zone;

-- Where the reader is, such as Europe/Berlin; null where nobody knows.
alter table subscribers add column time_zone varchar(64);
-- When an issue goes on each reader's own wall clock, such as 2026-03-01T08:00; null where one clock counts, or where it goes at once.
alter table issues add column wall_time varchar(32);
-- Whose wall clock counts for a letter, as it was when the issue was queued; null where one clock counts for all.
alter table deliveries add column time_zone varchar(64);
alter table batches add column time_zone varchar(64);
