package staytuned.article;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import staytuned.fetch.Links;
import staytuned.reading.Content;
import staytuned.text.Characters;

/** JSON Feed, versions 1.0 and 1.1. */
final class JsonFeeds {
    /** A feed of 10,000 items has some 400,000 tokens; many more are memory and no news. */
    private static final int TOKENS = 1_000_000;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxTokenCount(TOKENS).build())
            .build());

    private JsonFeeds() {}

    static Feed parse(String text, URI at) {
        JsonNode feed;
        try {
            feed = JSON.readTree(text);
        } catch (StreamConstraintsException e) {
            return new Feed.Unreadable("JSON nested so deeply, or of so many values, that it is no feed");
        } catch (JsonProcessingException e) {
            var place = e.getLocation();
            return new Feed.Unreadable("the JSON is cut off or broken"
                    + (place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr()));
        }
        if (!feed.path("version").asText().contains("jsonfeed.org/version/") || !feed.path("items").isArray()) {
            return new Feed.Unreadable("JSON, but no JSON Feed");
        }
        var items = new ArrayList<Item>();
        for (var entry : feed.path("items")) if (entry.isObject()) items.add(item(entry, feed, at));
        var hubs = new ArrayList<String>();
        for (var hub : feed.path("hubs")) {
            var address = string(hub, "url");
            if (address != null && hub.path("type").asText().equalsIgnoreCase("WebSub")) hubs.add(address);
        }
        return new Feed.Items(items, List.of(), new Hub.Inside(hubs, string(feed, "feed_url")));
    }

    private static Item item(JsonNode entry, JsonNode feed, URI at) {
        var html = string(entry, "content_html");
        var plain = string(entry, "content_text");
        var summary = string(entry, "summary");
        var body = html != null ? html : plain != null ? plain : summary != null ? summary : "";
        var language = string(entry, "language");
        var link = string(entry, "url");
        return new Item(
                string(entry, "id"),
                author(entry),
                instant(string(entry, "date_published")),
                new Content(
                        html != null ? Content.HTML : Content.TEXT,
                        body,
                        string(entry, "title"),
                        language != null ? language : string(feed, "language"),
                        Links.absolute(link != null ? link : string(entry, "external_url"), at)),
                Labels.of(entry.path("tags").valueStream().filter(JsonNode::isTextual).map(JsonNode::asText), null));
    }

    /** Version 1.1 has a list of authors, 1.0 has one. */
    private static @Nullable String author(JsonNode entry) {
        var listed = string(entry.path("authors").path(0), "name");
        return Characters.line(listed != null ? listed : string(entry.path("author"), "name"), 400);
    }

    private static @Nullable Instant instant(@Nullable String date) {
        try {
            return date == null ? null : OffsetDateTime.parse(date.strip()).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable String string(JsonNode node, String key) {
        var value = node.path(key);
        return value.isValueNode() && !value.isNull() && !value.asText().isBlank() ? value.asText() : null;
    }
}
