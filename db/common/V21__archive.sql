-- When its source last changed, after it was mailed, what a letter shows of an article; null where it did not.
alter table articles add column revised_at timestamp with time zone;
update articles set revised_at = edited_at where edited_at is not null;

-- The archive of a newsletter, page by page.
create index issues_archive on issues (newsletter_id, id);
