-- Ids are taken from the sequence in this number. With 32, as it is by default, each 32nd row of a large statement writes
-- to the disk, while the statement keeps all that it was before: the more rows, the longer for each.
alter table deliveries alter column id set cache 10000;
alter table subscribers alter column id set cache 10000;
alter table subscriptions alter column id set cache 10000;
