-- By what articles are known again, each under every name that it ever came with: hashes of its guid, of its link, and
-- of two of title, link and date together. Several articles may share a weak one.
create table article_names (
    newsletter_id bigint not null,
    name varchar(64) not null,
    article_id bigint not null,
    constraint article_names_pk primary key (newsletter_id, name, article_id),
    constraint article_names_article foreign key (article_id) references articles (id)
);
insert into article_names select newsletter_id, identity, id from articles;
insert into article_names
    select newsletter_id, title_and_link, id from articles where title_and_link is not null and title_and_link <> identity;
alter table articles drop constraint articles_title_and_link;
alter table articles drop column title_and_link;

-- Since when an article that waits is no longer in its source; null while it is.
alter table articles add column missing_since timestamp with time zone;

-- The hash of what its last letter showed of an article; null before the first.
alter table articles add column mailed varchar(64);
-- When its source last changed what that letter showed; null where it did not, or a correction has gone out.
alter table articles add column edited_at timestamp with time zone;

-- The id of the earlier issue that an issue corrects, and how many such there were before it; null for all others.
alter table issues add column corrects bigint;
alter table issues add column corrections_before int;
alter table issues add constraint issues_correction unique (corrects, corrections_before);
