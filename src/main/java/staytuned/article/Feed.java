package staytuned.article;

import java.util.List;

/** A feed that was read, or why it could not be. */
sealed interface Feed {
    /**
     * Its items.
     *
     * @param problems one line for each item that could not be read
     */
    record Items(List<Item> items, List<String> problems) implements Feed {}

    record Unreadable(String reason) implements Feed {}
}
