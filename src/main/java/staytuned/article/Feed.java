package staytuned.article;

import java.util.List;

/** A feed that was read, or why it could not be. */
sealed interface Feed {
    /**
     * Its items.
     *
     * @param problems one line for each item that could not be read
     * @param announced what it says of hubs and of its own address
     */
    record Items(List<Item> items, List<String> problems, Hub.Inside announced) implements Feed {
        Items(List<Item> items, List<String> problems) {
            this(items, problems, Hub.Inside.NOTHING);
        }
    }

    record Unreadable(String reason) implements Feed {}
}
