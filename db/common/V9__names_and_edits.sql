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
