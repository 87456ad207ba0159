-- What a relay, a newsletter or a receiver allows, counted by all nodes together: a node takes a few letters at a time.
create table limits (
    name varchar(400) not null,
    -- From when on the next letter may go, where letters are spread evenly.
    free_at timestamp with time zone not null,
    constraint limits_pk primary key (name)
);
create table limit_counts (
    name varchar(400) not null,
    -- How many seconds are counted together.
    span int not null,
    since timestamp with time zone not null,
    letters int not null,
    constraint limit_counts_pk primary key (name, span, since),
    constraint limit_counts_name foreign key (name) references limits (name)
);

-- Receivers that a relay is not to be asked for.
create table silences (
    relay varchar(64) not null,
    receiver varchar(255) not null,
    until_at timestamp with time zone not null,
    constraint silences_pk primary key (relay, receiver)
);
