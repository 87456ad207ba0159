package staytuned.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Letters as a JSON Feed, version 1.1 (jsonfeed.org). */
final class JsonFeed {
    static final String TYPE = "application/feed+json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonFeed() {}

    static String write(ArchiveFeeds.Issued issued) {
        var feed = new LinkedHashMap<String, Object>();
        feed.put("version", "https://jsonfeed.org/version/1.1");
        feed.put("title", issued.title());
        feed.put("home_page_url", issued.link());
        feed.put("feed_url", issued.self());
        feed.put("language", issued.language());
        feed.put("authors", List.of(Map.of("name", issued.title())));
        feed.put("items", issued.letters().stream().map(JsonFeed::item).toList());
        try {
            return JSON.writeValueAsString(feed);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and lists are always JSON", e);
        }
    }

    private static Map<String, Object> item(ArchiveFeeds.Letter letter) {
        var item = new LinkedHashMap<String, Object>();
        item.put("id", letter.link());
        item.put("url", letter.link());
        if (letter.article() != null) item.put("external_url", letter.article());
        item.put("title", letter.title());
        item.put("summary", letter.summary());
        item.put("content_html", letter.html());
        item.put("date_published", letter.published().toString());
        item.put("date_modified", letter.updated().toString());
        item.put("language", letter.language());
        return item;
    }
}
