-- Calendars of holidays: the last good copy of each, so that one that is broken or not to be had changes nothing.
create table calendars (
    -- The URL, or the path of the file.
    source varchar(1000) not null,
    -- null as long as there was no good one.
    content text,
    read_at timestamp with time zone,
    -- When it was looked at last, by whichever node.
    tried_at timestamp with time zone not null,
    constraint calendars_pk primary key (source)
);
