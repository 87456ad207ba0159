package staytuned.config;

/** Whether hubs are asked to push what feeds bring. */
enum Websub {
    /** Where a feed announces a hub that can reach us. */
    AUTO,
    NEVER
}
