-- What each key of the config says in effect, as a service took it up last: without secrets, to be compared with.
create table running_settings (
    setting_key varchar(1000) not null,
    setting_value varchar(1000) not null,
    taken_up_at timestamp with time zone not null,
    constraint running_settings_pk primary key (setting_key)
);
