-- Most readers choose nothing: those who do are found without reading the others.
create index subscriptions_chosen on subscriptions (newsletter_id)
    where cadence is not null or paused_until is not null or topics is not null;
