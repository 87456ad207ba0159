-- The reader's own language for pages and mails, such as de or pt-BR; null where it is the newsletter's.
alter table subscribers add column language varchar(35);

-- What a reader has chosen for one newsletter; null everywhere: as the newsletter is.
-- each | daily | weekly
alter table subscriptions add column cadence varchar(8);
-- The hour on the reader's wall clock at which a daily or weekly letter goes, 0 to 23.
alter table subscriptions add column cadence_hour integer;
-- Nothing is sent while this is set: it is emptied when the time has come.
alter table subscriptions add column paused_until timestamp with time zone;
-- Whether what was missed comes when the pause is over.
alter table subscriptions add column catch_up boolean default false not null;
-- Tags in lower case, separated by commas, without blanks around them; null for all articles.
alter table subscriptions add column topics varchar(1000);
-- conclusion | full
alter table subscriptions add column content varchar(12);
-- html | text
alter table subscriptions add column format varchar(4);
create index subscriptions_paused on subscriptions (paused_until);
