package staytuned.log;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.LayoutBase;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A line for each thing that happens: for a person, or a JSON object for a program. Relays and mails name addresses, and
 * a log is read by more people than a list of readers: of each only the domain is shown.
 */
public final class Lines extends LayoutBase<ILoggingEvent> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ADDRESS = Pattern.compile("[^\\s<>\"'(){},:;=/@]+@(?=[\\p{L}\\d])");
    private static final Pattern ISSUE = Pattern.compile("\\bissue (\\d{1,18})\\b");
    private static final Pattern DELIVERY = Pattern.compile("\\bdelivery (\\d{1,18})\\b");

    private final PatternLayout plain = new PatternLayout();
    private boolean json;

    public Lines() {
        plain.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %msg%n%ex{5}");
    }

    /** Writes JSON where {@code format} is {@code json}, and text otherwise. */
    public void setFormat(String format) {
        json = format.equals("json");
    }

    @Override
    public void setContext(Context context) {
        super.setContext(context);
        plain.setContext(context);
    }

    @Override
    public void start() {
        plain.start();
        super.start();
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        return json ? object(event) : masked(plain.doLayout(event));
    }

    private static String masked(String text) {
        return ADDRESS.matcher(text).replaceAll("***@");
    }

    private static String object(ILoggingEvent event) {
        var message = masked(event.getFormattedMessage());
        var fields = new LinkedHashMap<String, Object>();
        fields.put("time", event.getInstant().toString());
        fields.put("level", event.getLevel().toString());
        fields.put("logger", event.getLoggerName());
        fields.put("message", message);
        number(fields, "issue", ISSUE, message);
        number(fields, "delivery", DELIVERY, message);
        var thrown = event.getThrowableProxy();
        if (thrown != null) fields.put("error", masked(ThrowableProxyUtil.asString(thrown)));
        try {
            return JSON.writeValueAsString(fields) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the message is about, where it says so. */
    private static void number(Map<String, Object> fields, String name, Pattern where, String message) {
        var found = where.matcher(message);
        if (found.find()) fields.put(name, Long.parseLong(found.group(1)));
    }
}
