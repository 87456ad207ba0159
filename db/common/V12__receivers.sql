-- The group of domains whose limits and moods a letter meets: gmail, yahoo, outlook, icloud, one that the config names,
-- else the domain itself. For what is queued already, the larger ones by a rule of thumb.
alter table deliveries add column receiver varchar(255);
update deliveries set receiver = case
    when email like '%@gmail.com' or email like '%@googlemail.com' then 'gmail'
    when email like '%@yahoo.%' or email like '%@ymail.com' or email like '%@aol.com' then 'yahoo'
    when email like '%@outlook.com' or email like '%@hotmail.%' or email like '%@live.%' or email like '%@msn.com'
        then 'outlook'
    when email like '%@icloud.com' or email like '%@me.com' or email like '%@mac.com' then 'icloud'
    else substring(email from position('@' in email) + 1) end;
alter table deliveries alter column receiver set not null;

-- The one of all its deliveries; null where they are of several, each with few readers.
alter table batches add column receiver varchar(255);
update batches set receiver = (select receiver from deliveries where id = first_id) where alone = true;
