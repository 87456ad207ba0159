-- What this service signs with, made once: every node on the database shares it.
create table secrets (
    name varchar(32) not null,
    hex varchar(128) not null,
    constraint secrets_pk primary key (name)
);
