-- Readers are found by how their address begins, whatever order the database's language gives to letters.
create index subscribers_beginning on subscribers (email_key text_pattern_ops);
