-- Why an issue is held: what was wrong with its letter, or that an admin holds it; null where nothing holds it.
alter table issues add column reason varchar(2000);

-- issues.state: ready | held | sending | paused | cancelled | sent
