-- What was learnt of a source from its articles: how many of them have a line, a heading or a mark at their end.
-- Halved now and then, so that what is no longer seen is forgotten; never more than some thousand rows a source.
create table habits (
    source_id bigint not null,
    -- articles | headed | line | heading | marker
    kind varchar(16) not null,
    mark varchar(80) not null,
    articles int not null,
    -- For a marker: what stood behind it the last time, since the same text every time is no conclusion.
    said varchar(16),
    constraint habits_pk primary key (source_id, kind, mark),
    constraint habits_source foreign key (source_id) references sources (id)
);
