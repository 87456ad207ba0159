package staytuned.feedback;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in what mail services tell by calling a page of ours: only what they have signed, or, where they sign nothing,
 * what bears the secret that was agreed on. What they tell counts for the delivery whose token or Message-ID it bears.
 */
public final class Webhooks {
    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);
    /** The answers of HTTP: taken, not understood, not genuine. */
    private static final int OK = 200;
    private static final int BAD = 400;
    private static final int FORBIDDEN = 403;
    private static final int DEEPEST = 50;

    private final ObjectMapper json = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build());
    private final Clerk clerk;
    private final Signatures signatures;
    private final Function<URI, byte[]> fetch;

    /**
     * @param secrets of those services that may call, see {@link Provider}
     * @param fetch gets an address of Amazon's; an empty array where it cannot be had
     */
    public Webhooks(Clerk clerk, Map<Provider, String> secrets, Function<URI, byte[]> fetch) {
        this.clerk = clerk;
        this.fetch = fetch;
        this.signatures = new Signatures(secrets, fetch);
    }

    /** Takes a call in, and gives the status of HTTP that answers it. */
    public int take(String provider, Call call) {
        var from = Provider.of(provider);
        if (from.isEmpty()) return FORBIDDEN;
        try {
            var body = json.readTree(call.body());
            if (body == null || !signatures.isGenuine(from.get(), call, body)) return FORBIDDEN;
            return take(from.get(), body);
        } catch (IOException e) {
            return BAD;
        }
    }

    private int take(Provider from, JsonNode body) throws IOException {
        var told = body;
        if (from == Provider.SES) {
            if (body.path("Type").asText().equals("SubscriptionConfirmation")) return confirm(body);
            told = json.readTree(body.path("Message").asText());
        }
        Told.of(from, told).forEach(each -> clerk.told(each, from.key()));
        return OK;
    }

    /** Amazon asks whether we want this topic, which the config names. */
    private int confirm(JsonNode body) {
        var url = URI.create(body.path("SubscribeURL").asText());
        if (!Signatures.isAmazons(url)) return FORBIDDEN;
        if (fetch.apply(url).length == 0) return BAD;
        LOG.info("Amazon SNS tells of {} from now on", body.path("TopicArn").asText());
        return OK;
    }
}
