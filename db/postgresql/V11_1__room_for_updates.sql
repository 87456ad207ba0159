-- While it is sent, a delivery's row changes twice. With room on its page for the new versions no index is touched.
alter table deliveries set (fillfactor = 50);
