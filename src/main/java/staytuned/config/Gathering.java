package staytuned.config;

/** Whether articles have letters of their own. */
enum Gathering {
    EACH_ARTICLE,
    /** One letter names all articles since the one before. */
    DIGEST
}
